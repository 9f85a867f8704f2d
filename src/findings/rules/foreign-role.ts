import { listed } from '../../base/format.ts';
import { roleNameOf } from '../../iam/arn.ts';
import type { RoleAssessment } from '../../rightsize/verdict.ts';
import { IAM_USER_GUIDE } from '../aws-guides.ts';
import { familiesOf } from '../role-facts.ts';
import type { Outcome, Rule, RuleContext } from '../rule.ts';

/** Fires where a task definition names a role of another account. */
export const foreignRole = {
  id: 'foreign-role',
  title: 'Task definition names a role of another account',
  motivation:
    'A role can be passed to ECS only within its own account, so a task cannot start with it; and nobody here sees what it grants.',
  severity: 'MEDIUM.',
  remediation:
    'Name a role of this account. Where the application needs the other account, let its task role assume a role there.',
  page: {
    title: 'Grant a user permissions to pass a role to an AWS service',
    url: `${IAM_USER_GUIDE}/id_roles_use_passrole.html`,
  },
  evidence: 'The ARN in the task definition.',
  notApplicable: 'Never.',
  classifier: 'Foreign Role',
  probe,
} as const satisfies Rule;

function probe(assessment: RoleAssessment, context: RuleContext): Outcome {
  const { lookup } = assessment;
  if (lookup.kind !== 'foreign') return { kind: 'fine' };
  const families = familiesOf(assessment);
  return {
    kind: 'finding',
    draft: {
      severity: 'MEDIUM',
      title: `${listed(families, 3)} ${families.length === 1 ? 'names' : 'name'} role ${roleNameOf(lookup.arn)} of account ${lookup.accountId}`,
      description: `${lookup.arn} does not belong to account ${context.accountId}. A role can be passed to ECS only within its own account, so tasks of ${listed(families)} cannot start with it. This audit does not read what it grants.`,
      actions: [],
      evidence: { otherAccount: lookup.accountId },
    },
  };
}

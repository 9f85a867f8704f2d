import { assertNever } from '../../base/assert-never.ts';
import { listed } from '../../base/format.ts';
import { roleNameOf } from '../../iam/arn.ts';
import type { RoleLookup } from '../../iam/role.ts';
import type { RoleAssessment } from '../../rightsize/verdict.ts';
import { IAM_USER_GUIDE } from '../aws-guides.ts';
import { familiesOf, namingFields } from '../role-facts.ts';
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
      description: `${lookup.arn}, named in ${listed(namingFields(assessment))}, does not belong to account ${context.accountId}. A role can be passed to ECS only within its own account, so tasks of ${listed(families)} cannot start with it. ${thereText(lookup, context.accountId)}`,
      actions: [],
      ...remediationOf(lookup, context.accountId),
      evidence: { otherAccount: lookup.accountId },
    },
  };
}

type ForeignRole = Extract<RoleLookup, { readonly kind: 'foreign' }>;

function thereText({ accountId: there, there: role }: ForeignRole, here: string): string {
  switch (role?.kind) {
    case undefined:
      return 'This audit does not read what it grants.';
    case 'missing':
      return `Account ${there} has no such role.`;
    case 'found':
      return `Its trust policy ${role.admitsAccount ? 'lets in' : 'does not let in'} principals of account ${here}. What it grants is judged in the audit of account ${there}, where task definitions of that account name it.`;
    default:
      return assertNever(role);
  }
}

function remediationOf({ there }: ForeignRole, here: string): { readonly remediation?: string } {
  if (there?.kind !== 'found') return {};
  const trust = there.admitsAccount
    ? ''
    : `, which the trust policy there must allow (a principal of account ${here}, and a condition on sts:ExternalId or aws:PrincipalArn)`;
  return {
    remediation: `Name a role of this account. Where the application needs the other account, grant that role sts:AssumeRole on ${there.arn}${trust}, and have the application assume it.`,
  };
}

import { assertNever } from '../../base/assert-never.ts';
import { listed } from '../../base/format.ts';
import { accountOf, parseRoleArn } from '../../iam/arn.ts';
import { analyseTrust, type TrustedPrincipal } from '../../iam/trust.ts';
import type { RoleAssessment } from '../../rightsize/verdict.ts';
import { IAM_USER_GUIDE } from '../aws-guides.ts';
import type { Severity } from '../finding.ts';
import { withTrustPolicy } from '../role-facts.ts';
import type { Outcome, Rule, RuleContext } from '../rule.ts';
import { lowerSeverity, worstSeverity } from '../severity.ts';

/** Fires on principals beside ECS tasks that may assume the role. */
export const trustTooWide = {
  id: 'trust-too-wide',
  title: 'Principals other than ECS tasks may assume the role',
  motivation: 'Whoever may assume the role gets all that the task is granted, and their use mixes with the task’s.',
  severity:
    'CRITICAL for everyone, HIGH for another account, MEDIUM for all of this account and for federated users, LOW for a role of this account and for another service; one step milder under conditions.',
  remediation: 'Remove the other principals from the trust policy, or give them a role of their own.',
  page: {
    title: 'AWS JSON policy elements: Principal',
    url: `${IAM_USER_GUIDE}/reference_policies_elements_principal.html`,
  },
  evidence: 'The trust policy.',
  notApplicable: 'The role does not exist, or belongs to another account.',
  classifier: 'Trust Policy',
  probe,
} as const satisfies Rule;

function probe(assessment: RoleAssessment, context: RuleContext): Outcome {
  return withTrustPolicy(assessment, (role, trustPolicy) => {
    const { principals } = analyseTrust(trustPolicy, context);
    const others = principals.filter(
      ({ kind, name }) => kind !== 'service' || !/^ecs-tasks\.amazonaws\.com(\.cn)?$/.test(name),
    );
    if (others.length === 0) return { kind: 'fine' };
    const names = [...new Set(others.map(shown))];
    return {
      kind: 'finding',
      draft: {
        severity: worstSeverity(others.map((principal) => severityOf(principal, context))),
        title: `${role.name} may be assumed by principals other than ECS tasks`,
        description: `Apart from ECS tasks, the trust policy names ${listed(names, 8)}. Whoever they are, they get all that the task is granted, and their use keeps it from being called unused.`,
        reason: `trusts ${listed(names, 2)}`,
        actions: [],
        remediation: `Remove ${listed(names, 4)} from the trust policy, or give them a role of their own.`,
        evidence: { principals: names.slice(0, 20).join(' ') },
      },
    };
  });
}

function shown({ kind, name, conditional }: TrustedPrincipal): string {
  const who = kind === 'everyone' ? 'everyone (*)' : kind === 'account' ? `account ${name}` : name;
  return conditional ? `${who}, under conditions` : who;
}

function severityOf(principal: TrustedPrincipal, { accountId }: RuleContext): Severity {
  const severity = unconditional(principal, accountId);
  return principal.conditional ? lowerSeverity(severity) : severity;
}

function unconditional({ kind, name }: TrustedPrincipal, accountId: string): Severity {
  switch (kind) {
    case 'everyone':
      return 'CRITICAL';
    case 'account':
      return name === accountId ? 'MEDIUM' : 'HIGH';
    case 'principal': {
      const arn = parseRoleArn(name);
      return arn.ok && accountOf(arn.value) === accountId ? 'LOW' : 'HIGH';
    }
    case 'federated':
      return 'MEDIUM';
    case 'service':
      return 'LOW';
    default:
      return assertNever(kind);
  }
}

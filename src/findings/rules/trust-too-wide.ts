import { assertNever } from '../../base/assert-never.ts';
import { clip, listed } from '../../base/format.ts';
import { issuerOf } from '../../iam/identity-provider.ts';
import { type TrustedCaller, trustedCallers } from '../../iam/trusted-callers.ts';
import type { RoleAssessment } from '../../rightsize/verdict.ts';
import { IAM_USER_GUIDE } from '../aws-guides.ts';
import { ecsTrustStatement } from '../ecs-trust-statement.ts';
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
    'CRITICAL for everyone, HIGH for another account and for everybody who has tokens of a public issuer (no condition on sub), MEDIUM for all of this account and for federated users, LOW for a role or user of this account, for another service, and for a deleted principal; one step milder under conditions that keep somebody out. Whom a Deny covers does not count.',
  remediation:
    'Remove the other principals from the trust policy, or give them a role of their own; of an identity provider, say in a condition whose tokens count.',
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
    const others = trustedCallers(trustPolicy, context).filter(
      ({ kind, name }) => kind !== 'service' || !/^ecs-tasks\.amazonaws\.com(\.cn)?$/.test(name),
    );
    if (others.length === 0) return { kind: 'fine' };
    const deleted = namesOf(others.filter(({ kind }) => kind === 'deleted'));
    const names = namesOf(others.filter(({ kind }) => kind !== 'deleted'));
    const unlimited = others.find((caller) => caller.public === true);
    return {
      kind: 'finding',
      draft: {
        severity: worstSeverity(others.map((caller) => severityOf(caller, context))),
        title:
          names.length === 0
            ? `${role.name} trusts a principal that was deleted`
            : `${role.name} may be assumed by principals other than ECS tasks`,
        description: [
          names.length === 0
            ? ''
            : `Apart from ECS tasks, the trust policy lets in ${listed(names, 8)}. Whoever they are, they get all that the task is granted, and their use keeps it from being called unused.`,
          deleted.length === 0
            ? ''
            : `${listed(deleted, 4)} ${deleted.length === 1 ? 'is the id of a principal that was' : 'are the ids of principals that were'} deleted: nobody can assume the role by it, not even a new principal of the same name.`,
        ]
          .filter((sentence) => sentence !== '')
          .join(' '),
        reason: names.length === 0 ? `trusts the deleted ${listed(deleted, 2)}` : `trusts ${listed(names, 2)}`,
        actions: [],
        remediation:
          unlimited === undefined
            ? `Remove ${clip(listed([...names, ...deleted], 3), 150)} from the trust policy${names.length === 0 ? '' : ', or give them a role of their own'}. ECS needs this statement alone: ${ecsTrustStatement(context)}`
            : limitTokens(unlimited),
        evidence: { principals: [...names, ...deleted].slice(0, 20).join(' ') },
      },
    };
  });
}

function namesOf(callers: readonly TrustedCaller[]): readonly string[] {
  return [...new Set(callers.map(shown))];
}

function shown({ kind, name, conditional, public: isPublic }: TrustedCaller): string {
  const who =
    kind === 'everyone'
      ? 'everyone (*)'
      : kind === 'account'
        ? `account ${name}`
        : kind === 'service' && name === '*'
          ? 'every AWS service'
          : isPublic === true
            ? `everybody who has tokens of ${name}`
            : name;
  return conditional ? `${who}, under conditions` : who;
}

function limitTokens({ name }: TrustedCaller): string {
  const issuer = issuerOf(name) ?? name;
  const claim = issuer === 'cognito-identity.amazonaws.com' ? 'aud' : 'sub';
  const example =
    issuer === 'token.actions.githubusercontent.com'
      ? ', such as repo:ORGANIZATION/REPOSITORY:ref:refs/heads/main'
      : '';
  return `Say in a condition on ${issuer}:${claim} whose tokens may assume the role${example}, or give them a role of their own.`;
}

function severityOf(caller: TrustedCaller, { accountId }: RuleContext): Severity {
  const severity = unconditional(caller, accountId);
  return caller.conditional ? lowerSeverity(severity) : severity;
}

function unconditional(caller: TrustedCaller, accountId: string): Severity {
  switch (caller.kind) {
    case 'everyone':
      return 'CRITICAL';
    case 'account':
      return caller.name === accountId ? 'MEDIUM' : 'HIGH';
    case 'principal':
      return caller.accountId === accountId ? 'LOW' : 'HIGH';
    case 'federated':
      return caller.public === true ? 'HIGH' : 'MEDIUM';
    case 'service':
    case 'deleted':
      return 'LOW';
    default:
      return assertNever(caller.kind);
  }
}

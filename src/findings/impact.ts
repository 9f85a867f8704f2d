import { assertNever } from '../base/assert-never.ts';
import { memoize } from '../base/memoize.ts';
import type { Action } from '../iam/action.ts';
import { policyName } from '../iam/named-policy.ts';
import type { StatementRef } from '../iam/policy.ts';
import type { Role } from '../iam/role.ts';
import type { ActionVerdict } from '../rightsize/verdict.ts';
import type { Severity } from './finding.ts';
import { statementsOf } from './role-facts.ts';
import type { AccessLevelOf } from './rule.ts';
import { lowerSeverity } from './severity.ts';

/** What somebody who holds the role could do with an action. */
export type Impact = 'escalate' | 'permissions' | 'secrets' | 'write' | 'unknown' | 'read' | 'list';

/** The one table of severities by impact, for an action granted on every resource. */
export const SEVERITY_OF_IMPACT: Readonly<Record<Impact, Severity>> = {
  escalate: 'CRITICAL',
  permissions: 'HIGH',
  secrets: 'HIGH',
  write: 'MEDIUM',
  unknown: 'MEDIUM',
  read: 'LOW',
  list: 'INFORMATIONAL',
};

/** Actions with which a role can give itself, or somebody, every permission of the account. */
const ESCALATING = new Set(
  [
    'AddUserToGroup',
    'AttachGroupPolicy',
    'AttachRolePolicy',
    'AttachUserPolicy',
    'CreateAccessKey',
    'CreateLoginProfile',
    'CreatePolicyVersion',
    'DeleteRolePermissionsBoundary',
    'DeleteUserPermissionsBoundary',
    'PutGroupPolicy',
    'PutRolePolicy',
    'PutUserPolicy',
    'SetDefaultPolicyVersion',
    'UpdateAssumeRolePolicy',
    'UpdateLoginProfile',
  ].map((name) => `iam:${name}`.toLowerCase()),
);

/** Reads that hand out secrets, or credentials of others. */
const SECRETS = new Set([
  'iam:passrole',
  'kms:decrypt',
  'secretsmanager:batchgetsecretvalue',
  'secretsmanager:getsecretvalue',
  'ssm:getparameter',
  'ssm:getparameterhistory',
  'ssm:getparameters',
  'ssm:getparametersbypath',
  'sts:assumerole',
  'sts:assumerolewithsaml',
  'sts:assumerolewithwebidentity',
]);

/** What the holder of an action could do, by its access level and two short lists of sensitive actions. */
export function impactOf(action: Action, accessLevelOf: AccessLevelOf): Impact {
  const name = action.toLowerCase();
  if (ESCALATING.has(name)) return 'escalate';
  if (SECRETS.has(name)) return 'secrets';
  const level = accessLevelOf(action);
  switch (level) {
    case 'Permissions management':
      return 'permissions';
    case 'Write':
      return 'write';
    case 'Read':
    case 'Tagging':
      return 'read';
    case 'List':
      return 'list';
    case undefined:
      return 'unknown';
    default:
      return assertNever(level);
  }
}

/**
 * The severities of a role's granted actions: the impact of each, one step milder where every statement that grants it names
 * resources.
 */
export function severityOfGrants(
  role: Role,
  accessLevelOf: AccessLevelOf,
): (granted: Pick<ActionVerdict, 'action' | 'grantedBy'>) => Severity {
  // Two policies may bear one name.
  const statements = Map.groupBy(statementsOf(role), ({ source, statement }) => keyOf(policyName(source), statement));
  const reachesEverything = memoize((grantedBy: readonly StatementRef[]): boolean => {
    const granting = grantedBy.flatMap((ref) => statements.get(keyOf(ref.policy, ref)) ?? []);
    return granting.length === 0 || granting.some(({ statement }) => statement.resource?.includes('*') ?? true);
  });
  return ({ action, grantedBy }) => {
    const severity = SEVERITY_OF_IMPACT[impactOf(action, accessLevelOf)];
    return reachesEverything(grantedBy) ? severity : lowerSeverity(severity);
  };
}

function keyOf(policy: string, { index }: { readonly index: number }): string {
  return `${index} ${policy}`;
}

import { assertNever } from '../base/assert-never.ts';
import type { Action } from '../iam/action.ts';
import { policyName } from '../iam/named-policy.ts';
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

/** The severity of one granted action: its impact, one step milder where every statement that grants it names resources. */
export function severityOfGrant(verdict: ActionVerdict, role: Role, accessLevelOf: AccessLevelOf): Severity {
  const severity = SEVERITY_OF_IMPACT[impactOf(verdict.action, accessLevelOf)];
  return reachesEverything(verdict, role) ? severity : lowerSeverity(severity);
}

function reachesEverything(verdict: ActionVerdict, role: Role): boolean {
  const granting = statementsOf(role).filter(({ source, statement }) =>
    verdict.grantedBy.some((ref) => ref.policy === policyName(source) && ref.index === statement.index),
  );
  return granting.length === 0 || granting.some(({ statement }) => statement.resource?.includes('*') ?? true);
}

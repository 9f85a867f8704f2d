import type { Rule } from './rule.ts';
import { administratorAccess } from './rules/administrator-access.ts';
import { applicationPermissionsOnExecutionRole } from './rules/application-permissions-on-execution-role.ts';
import { broadManagedPolicy } from './rules/broad-managed-policy.ts';
import { deniedAtRuntime } from './rules/denied-at-runtime.ts';
import { evidenceGap } from './rules/evidence-gap.ts';
import { executionRoleMissingPermission } from './rules/execution-role-missing-permission.ts';
import { firstUse } from './rules/first-use.ts';
import { foreignRole } from './rules/foreign-role.ts';
import { infrastructurePermissionsOnTaskRole } from './rules/infrastructure-permissions-on-task-role.ts';
import { missingRole } from './rules/missing-role.ts';
import { policiesTooComplex } from './rules/policies-too-complex.ts';
import { privilegeEscalation } from './rules/privilege-escalation.ts';
import { removedAndMissed } from './rules/removed-and-missed.ts';
import { sameRoleForBoth } from './rules/same-role-for-both.ts';
import { secretsBeyondDeclared } from './rules/secrets-beyond-declared.ts';
import { sharedRole } from './rules/shared-role.ts';
import { taskUsesInstanceRole } from './rules/task-uses-instance-role.ts';
import { trustMissingEcs } from './rules/trust-missing-ecs.ts';
import { trustTooWide } from './rules/trust-too-wide.ts';
import { trustWithoutSourceCondition } from './rules/trust-without-source-condition.ts';
import { unusedPermissions } from './rules/unused-permissions.ts';
import { unusedRole } from './rules/unused-role.ts';
import { unusedService } from './rules/unused-service.ts';
import { wildcardResource } from './rules/wildcard-resource.ts';
import { wildcardService } from './rules/wildcard-service.ts';

/**
 * Every rule of the audit, in the order in which documents and messages list findings of one severity: what keeps tasks from working, what an
 * intruder would gain most by, what nobody needs, and the rest.
 */
export const RULES = [
  removedAndMissed,
  executionRoleMissingPermission,
  missingRole,
  foreignRole,
  trustMissingEcs,
  deniedAtRuntime,
  administratorAccess,
  privilegeEscalation,
  trustTooWide,
  applicationPermissionsOnExecutionRole,
  unusedPermissions,
  sameRoleForBoth,
  unusedRole,
  wildcardService,
  wildcardResource,
  broadManagedPolicy,
  unusedService,
  secretsBeyondDeclared,
  infrastructurePermissionsOnTaskRole,
  taskUsesInstanceRole,
  firstUse,
  trustWithoutSourceCondition,
  sharedRole,
  evidenceGap,
  policiesTooComplex,
] as const satisfies readonly Rule[];

/** The id of a rule of the list. */
export type RuleId = (typeof RULES)[number]['id'];

/** A rule by its id; `undefined` for ids that the list does not have, such as those of rules that were removed. */
export function ruleOf(id: string): Rule | undefined {
  return RULES.find((rule) => rule.id === id);
}

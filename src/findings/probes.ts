import type { Probe } from './rule.ts';
import { administratorAccess } from './rules/administrator-access.ts';
import { applicationPermissionsOnExecutionRole } from './rules/application-permissions-on-execution-role.ts';
import { broadManagedPolicy } from './rules/broad-managed-policy.ts';
import { deniedAtRuntime } from './rules/denied-at-runtime.ts';
import { evidenceGap } from './rules/evidence-gap.ts';
import { executionRoleMissingPermission } from './rules/execution-role-missing-permission.ts';
import { foreignRole } from './rules/foreign-role.ts';
import { infrastructurePermissionsOnTaskRole } from './rules/infrastructure-permissions-on-task-role.ts';
import { missingRole } from './rules/missing-role.ts';
import { privilegeEscalation } from './rules/privilege-escalation.ts';
import { sameRoleForBoth } from './rules/same-role-for-both.ts';
import { secretsBeyondDeclared } from './rules/secrets-beyond-declared.ts';
import { sharedRole } from './rules/shared-role.ts';
import { trustMissingEcs } from './rules/trust-missing-ecs.ts';
import { trustTooWide } from './rules/trust-too-wide.ts';
import { trustWithoutSourceCondition } from './rules/trust-without-source-condition.ts';
import { unusedPermissions } from './rules/unused-permissions.ts';
import { unusedRole } from './rules/unused-role.ts';
import { unusedService } from './rules/unused-service.ts';
import { wildcardResource } from './rules/wildcard-resource.ts';
import { wildcardService } from './rules/wildcard-service.ts';
import type { RuleId } from './rules.ts';

/** The probe of each rule of the catalogue. */
export const PROBES: Readonly<Record<RuleId, Probe>> = {
  'unused-permissions': unusedPermissions,
  'administrator-access': administratorAccess,
  'application-permissions-on-execution-role': applicationPermissionsOnExecutionRole,
  'denied-at-runtime': deniedAtRuntime,
  'execution-role-missing-permission': executionRoleMissingPermission,
  'same-role-for-both': sameRoleForBoth,
  'missing-role': missingRole,
  'foreign-role': foreignRole,
  'unused-role': unusedRole,
  'evidence-gap': evidenceGap,
  'trust-missing-ecs': trustMissingEcs,
  'trust-without-source-condition': trustWithoutSourceCondition,
  'broad-managed-policy': broadManagedPolicy,
  'unused-service': unusedService,
  'wildcard-service': wildcardService,
  'wildcard-resource': wildcardResource,
  'privilege-escalation': privilegeEscalation,
  'secrets-beyond-declared': secretsBeyondDeclared,
  'infrastructure-permissions-on-task-role': infrastructurePermissionsOnTaskRole,
  'shared-role': sharedRole,
  'trust-too-wide': trustTooWide,
};

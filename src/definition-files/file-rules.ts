import type { Rule } from '../findings/rule.ts';
import { administratorAccess } from '../findings/rules/administrator-access.ts';
import { applicationPermissionsOnExecutionRole } from '../findings/rules/application-permissions-on-execution-role.ts';
import { broadManagedPolicy } from '../findings/rules/broad-managed-policy.ts';
import { executionRoleMissingPermission } from '../findings/rules/execution-role-missing-permission.ts';
import { policiesTooComplex } from '../findings/rules/policies-too-complex.ts';
import { privilegeEscalation } from '../findings/rules/privilege-escalation.ts';
import { sameRoleForBoth } from '../findings/rules/same-role-for-both.ts';
import { secretsBeyondDeclared } from '../findings/rules/secrets-beyond-declared.ts';
import { sharedRole } from '../findings/rules/shared-role.ts';
import { trustMissingEcs } from '../findings/rules/trust-missing-ecs.ts';
import { trustTooWide } from '../findings/rules/trust-too-wide.ts';
import { trustWithoutSourceCondition } from '../findings/rules/trust-without-source-condition.ts';
import { wildcardResource } from '../findings/rules/wildcard-resource.ts';
import { wildcardService } from '../findings/rules/wildcard-service.ts';

/** The rules that ask of a role nothing but its policies: they hold of roles that no definition of the files names, too. */
export const POLICY_RULES: readonly Rule[] = [
  administratorAccess,
  broadManagedPolicy,
  policiesTooComplex,
  privilegeEscalation,
  trustMissingEcs,
  trustTooWide,
  trustWithoutSourceCondition,
  wildcardResource,
  wildcardService,
];

/** The rules of the audit that need no account. */
export const FILE_RULES: readonly Rule[] = [
  ...POLICY_RULES,
  applicationPermissionsOnExecutionRole,
  executionRoleMissingPermission,
  sameRoleForBoth,
  secretsBeyondDeclared,
  sharedRole,
];

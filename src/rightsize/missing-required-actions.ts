import type { RequiredPermission } from '../ecs/role-use.ts';
import { actionKey } from '../evidence/action-usage.ts';
import type { RoleUsage } from '../evidence/role-usage.ts';
import { serviceOf } from '../iam/action.ts';
import { type Decision, evaluate } from '../iam/evaluate.ts';
import type { Grant } from '../iam/grant.ts';
import { policyName } from '../iam/named-policy.ts';
import { roleContext } from '../iam/request-context.ts';
import type { Role, RolePolicy } from '../iam/role.ts';
import type { RoleGrants } from './assessment-input.ts';
import type { RoleAssessment } from './verdict.ts';

type Missing = RoleAssessment['missing'][number];

/** Services whose resources can have policies of their own, which may grant what the role's policies do not. */
const RESOURCE_POLICIES: ReadonlySet<string> = new Set([
  'ecr',
  'elasticfilesystem',
  'kms',
  's3',
  's3files',
  'secretsmanager',
]);

/**
 * The certainly required permissions that the role's policies do not give: not granted at all, blocked, or (where the
 * whole ARN is known) not granted on that resource. What hangs on conditions, was seen to work, or depends on a policy
 * that could not be read is not called missing.
 */
export function missingRequiredActions(
  role: Role,
  grants: RoleGrants,
  required: readonly RequiredPermission[],
  usage: RoleUsage,
): readonly Missing[] {
  if (grants.unparsed.length > 0 || role.unread.length > 0) return [];
  return required
    .filter((permission) => permission.certainty === 'certain' && !usage.used.has(actionKey(permission.action)))
    .flatMap((permission) => {
      const missing = gapOf(permission, grants.of(permission.action), role);
      return missing === undefined ? [] : [withNote(missing)];
    });
}

function gapOf(permission: RequiredPermission, grant: Grant | undefined, role: Role): Missing | undefined {
  if (grant === undefined) return permission;
  if (grant.access === 'yes') return undefined;
  if (grant.access === 'blocked') {
    const denies = grant.blockedBy.flatMap((found) => (found.kind === 'deny' ? [found.statement] : []));
    return { ...permission, blockedBy: denies };
  }
  // One of several ARNs (a secret with and without its random suffix) is enough; a pattern proves nothing.
  const decisions = permission.resources.filter(isWhole).map((resource) => decide(permission, resource, role));
  const refused = decisions.length === permission.resources.length && decisions.every(isRefusal);
  if (!refused) return undefined;
  const denies = decisions.flatMap(({ decision, because }) =>
    decision === 'explicitDeny' ? because.flatMap((reason) => reason.statement ?? []) : [],
  );
  return denies.length === 0 ? permission : { ...permission, blockedBy: denies };
}

/** An ARN without wildcards, or the `*` of an action without resource-level permissions. */
function isWhole(resource: string): boolean {
  return resource === '*' || !/[*?]/.test(resource);
}

function isRefusal({ decision }: Decision): boolean {
  return decision === 'implicitDeny' || decision === 'explicitDeny';
}

function decide({ action }: RequiredPermission, resource: string, role: Role): Decision {
  const boundary = role.boundary === undefined ? undefined : named(role.boundary)[0];
  return evaluate(
    { action, resource, context: roleContext({ ...role, sessionTagsPossible: true }) },
    { identity: role.policies.flatMap(named), ...(boundary === undefined ? {} : { boundary }) },
  );
}

function named({ source, document }: RolePolicy) {
  return document.ok ? [{ name: policyName(source), document: document.value }] : [];
}

function withNote(missing: Missing): Missing {
  if (!RESOURCE_POLICIES.has(serviceOf(missing.action)) || missing.resources.includes('*')) return missing;
  const note = 'a policy on the resource itself may still grant it';
  return { ...missing, note: missing.note === undefined ? note : `${missing.note}; ${note}` };
}

import { memoize } from '../base/memoize.ts';
import type { RequiredPermission, RoleInUse } from '../ecs/role-use.ts';
import { actionKey } from '../evidence/action-usage.ts';
import type { Grant } from '../iam/grant.ts';
import type { Role, RoleLookup } from '../iam/role.ts';
import { grantedRole } from '../rightsize/granted-role.ts';
import { ungrantedRequirements } from '../rightsize/missing-required-actions.ts';
import type { ActionVerdict, MissingPermission, RoleAssessment } from '../rightsize/verdict.ts';
import type { GrantsOf } from './catalog-answers.ts';
import { loosened } from './open-policies.ts';
import { asPattern, generatedNamesIn, isOpen } from './placeholder.ts';

/** What an earlier audit saw of a role: its used actions in lower case, with the day and the resources. */
export type SeenUses = ReadonlyMap<
  string,
  { readonly action: string; readonly last?: string; readonly resources: readonly string[] }
>;

/** Assesses a role as files state it: what it is granted, what definitions need of it, and what it lacks of that. Nothing was watched. */
export function assessFileRole(
  role: Role,
  inUse: RoleInUse,
  required: readonly RequiredPermission[],
  grantsOf: GrantsOf,
  seen: SeenUses,
): RoleAssessment {
  const lookup: RoleLookup = { kind: 'found', role };
  const granted = grantedRole(lookup, grantsOf(role));
  const requiredBy = Map.groupBy(required, ({ action }) => actionKey(action));
  return {
    inUse,
    lookup: granted?.beyondBudget === undefined ? lookup : { kind: 'found', role: granted.role },
    actions: (granted?.list ?? []).map((grant) =>
      verdictOn(grant, requiredBy.get(actionKey(grant.action)) ?? [], seen),
    ),
    ...(granted?.beyondBudget !== undefined && { beyondBudget: granted.beyondBudget }),
    denied: [],
    required,
    missing: granted === undefined ? [] : missingOf(granted.role, required, grantsOf),
  };
}

function verdictOn(
  { action, access, grantedBy }: Grant,
  required: readonly RequiredPermission[],
  seen: SeenUses,
): ActionVerdict {
  const use = seen.get(actionKey(action));
  const isRequired = required.some(({ certainty }) => certainty === 'certain');
  const verdict =
    use !== undefined ? 'used' : isRequired ? 'required' : access === 'blocked' ? 'blocked' : 'undetermined';
  return { action, verdict, because: 'By the files alone.', resources: use?.resources ?? [], grantedBy, required };
}

/** What is missing whatever the open values turn out to be. */
function missingOf(
  role: Role,
  required: readonly RequiredPermission[],
  grantsOf: GrantsOf,
): readonly MissingPermission[] {
  const missing = ungrantedRequirements(role, grantsOf(role), required);
  if (missing.length === 0) return missing;
  const looseBy = memoize((names: string) => {
    const loose = loosened(role, new Set(names === '' ? [] : names.split(' ')));
    return { loose, grants: grantsOf(loose) };
  });
  return missing.filter((need) => {
    const { loose, grants } = looseBy([...generatedNamesIn(need.resources.join(' '))].sort().join(' '));
    const pattern = need.resources.some(isOpen)
      ? { ...need, resources: need.resources.map((each) => asPattern(each)) }
      : need;
    return ungrantedRequirements(loose, grants, [pattern]).length > 0;
  });
}

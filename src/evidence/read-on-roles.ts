import { getOrInsert } from '../base/get-or-insert.ts';
import { sortedSet } from '../base/sorted-set.ts';
import { type Intervals, union } from './intervals.ts';
import { parseRoleEventsKey, type RoleEvents, roleEventsKey } from './role-events-key.ts';

type ByRole = Readonly<Record<string, Intervals>>;

/**
 * Earlier coverage of single roles as far as it still goes on: what is left out now counts as left out before, so that nothing that was watched
 * until yesterday passes for watched today.
 *
 * @param goesOn whether earlier periods are continued by what is known now
 */
export function readOnRoles(earlier: ByRole, now: ByRole, goesOn: (now: number, earlier: number) => boolean): ByRole {
  const newest = newestByRole(now);
  const found: Record<string, Intervals> = {};
  for (const [key, period] of Object.entries(earlier)) {
    const { type, role, muted } = parseRoleEventsKey(key);
    const current = newest.get(`${type} ${role}`);
    if (current === undefined || !goesOn(current.to, endOf(period))) continue;
    for (const more of current.muted) {
      const joined = roleEventsKey({ type, role, muted: sortedSet([...muted, ...more]) });
      found[joined] = union(found[joined] ?? [], period);
    }
  }
  return found;
}

/** By type and role: the names that are left out at the end of what is known. */
function newestByRole(
  now: ByRole,
): ReadonlyMap<string, { readonly to: number; readonly muted: readonly RoleEvents['muted'][] }> {
  const newest = new Map<string, { to: number; muted: RoleEvents['muted'][] }>();
  for (const [key, period] of Object.entries(now)) {
    const { type, role, muted } = parseRoleEventsKey(key);
    const to = endOf(period);
    const known = getOrInsert(newest, `${type} ${role}`, () => ({ to, muted: [] }));
    if (to > known.to) newest.set(`${type} ${role}`, { to, muted: [muted] });
    else if (to === known.to) known.muted.push(muted);
  }
  return newest;
}

function endOf(period: Intervals): number {
  return period.at(-1)?.to ?? Number.NEGATIVE_INFINITY;
}

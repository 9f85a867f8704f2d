import { joinMaps } from '../base/join.ts';
import type { EpochMs } from '../base/time.ts';
import { parseRoleKey, roleKey } from '../evidence/role-key.ts';
import { accountOf } from '../iam/arn.ts';
import type { RoleLookup } from '../iam/role.ts';
import { type GrantHistory, grantsSeen, joinGrants } from '../ledger/grant-history.ts';
import { EMPTY_LEDGER } from '../ledger/ledger.ts';
import type { RunLedger } from '../run-ledger/open-run-ledger.ts';

/**
 * Notes what the roles are granted tonight, and lets go of what was seen of namesakes that are gone: an id is never given
 * again. Gives, by role id, what this run and earlier ones saw.
 */
export function recordGrants(
  lookups: readonly RoleLookup[],
  ledger: RunLedger,
  now: EpochMs,
): ReadonlyMap<string, GrantHistory> {
  const { grants: known } = ledger.known;
  const found = lookups.flatMap((lookup): [string, string][] => {
    if (lookup.kind !== 'found') return [];
    const { arn, name, roleId } = lookup.role;
    return [[roleKey(accountOf(arn), name, ''), roleId]];
  });
  ledger.forget(namesakesOf(new Map(found)));
  const tonight = lookups.flatMap((lookup): [string, GrantHistory][] => {
    if (lookup.kind !== 'found') return [];
    const seen = grantsSeen(lookup.role, known.get(lookup.role.roleId), now);
    return seen === undefined ? [] : [[lookup.role.roleId, seen]];
  });
  ledger.note({ ...EMPTY_LEDGER, grants: new Map(tonight) });
  return joinMaps(known, new Map(tonight), joinGrants);
}

/** What bears the name of a role that was found tonight, and another id. Calls without an id may be anybody's. */
function namesakesOf(idByName: ReadonlyMap<string, string>): (key: string) => boolean {
  return (key) => {
    const { accountId, name, roleId } = parseRoleKey(key);
    const current = idByName.get(roleKey(accountId, name, ''));
    return roleId !== '' && current !== undefined && current !== roleId;
  };
}

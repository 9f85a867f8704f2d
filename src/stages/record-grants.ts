import { joinMaps } from '../base/join.ts';
import type { EpochMs } from '../base/time.ts';
import type { RoleLookup } from '../iam/role.ts';
import { type GrantHistory, grantsSeen, joinGrants } from '../ledger/grant-history.ts';
import { EMPTY_LEDGER } from '../ledger/ledger.ts';
import type { RunLedger } from '../run-ledger/open-run-ledger.ts';

/** Notes what the roles are granted tonight. Gives, by role id, what this run and earlier ones saw. */
export function recordGrants(
  lookups: readonly RoleLookup[],
  ledger: RunLedger,
  now: EpochMs,
): ReadonlyMap<string, GrantHistory> {
  const { grants: known } = ledger.known;
  const tonight = lookups.flatMap((lookup): [string, GrantHistory][] => {
    if (lookup.kind !== 'found') return [];
    const seen = grantsSeen(lookup.role, known.get(lookup.role.roleId), now);
    return seen === undefined ? [] : [[lookup.role.roleId, seen]];
  });
  ledger.note({ ...EMPTY_LEDGER, grants: new Map(tonight) });
  return joinMaps(known, new Map(tonight), joinGrants);
}

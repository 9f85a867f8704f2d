import { joinMaps } from '../base/join.ts';
import type { EpochMs } from '../base/time.ts';
import type { RoleLookup } from '../iam/role.ts';
import { joinGrants, type SeenGrants, seeGrants } from '../ledger/grant-history.ts';
import { EMPTY_LEDGER } from '../ledger/ledger.ts';
import type { RunLedger } from '../run-ledger/open-run-ledger.ts';

/** Notes what the roles are granted tonight. Gives, by role id, what this run and earlier ones saw. */
export function noteGrants(
  lookups: readonly RoleLookup[],
  ledger: RunLedger,
  now: EpochMs,
): ReadonlyMap<string, SeenGrants> {
  const { grants: known } = ledger.known;
  const tonight = lookups.flatMap((lookup): [string, SeenGrants][] => {
    if (lookup.kind !== 'found') return [];
    const seen = seeGrants(lookup.role, known.get(lookup.role.roleId), now);
    return seen === undefined ? [] : [[lookup.role.roleId, seen]];
  });
  ledger.note({ ...EMPTY_LEDGER, grants: new Map(tonight) });
  return joinMaps(known, new Map(tonight), joinGrants);
}

import type { EpochMs } from '../base/time.ts';
import { joinMaps } from '../evidence/ledger/join.ts';
import { EMPTY_LEDGER } from '../evidence/ledger/ledger.ts';
import { joinGrants, type SeenGrants, seeGrants } from '../evidence/ledger/seen-grants.ts';
import type { RoleLookup } from '../iam/role.ts';
import type { RunLedger } from '../ledger/run-ledger.ts';

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

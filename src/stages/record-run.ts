import type { AuditRequest } from '../audit-request.ts';
import { EMPTY_LEDGER } from '../ledger/ledger.ts';
import { nightKey } from '../ledger/stored-run.ts';
import { type NightTotals, recallNights } from '../report/run-totals.ts';
import type { RunLedger } from '../run-ledger/open-run-ledger.ts';
import type { RegionScope } from './choose-regions.ts';
import type { NarrowedRoles } from './narrow-roles.ts';

/**
 * Notes what the night came to, and gives what earlier nights over the same Regions did, oldest first. A run that was
 * asked for some roles, families or Regions only adds nothing and is compared with nothing; nor is one that could not tell
 * which Regions there are.
 */
export function noteNight(
  ledger: RunLedger,
  run: { readonly request: AuditRequest; readonly regions: RegionScope; readonly inUse: NarrowedRoles },
  totals: NightTotals,
): readonly NightTotals[] {
  const { enabled, audited } = run.regions;
  if (run.inUse.narrowed || run.request.regions !== undefined || enabled === undefined) return [];
  const regions = enabled.every((region) => audited.includes(region)) ? 'all' : audited.join(' ');
  const night = { ...totals, regions };
  ledger.note({ ...EMPTY_LEDGER, nights: new Map([[nightKey(night), night]]) });
  return recallNights(ledger.known.nights.values(), regions);
}

import type { AuditRequest } from '../audit-request.ts';
import { EMPTY_LEDGER } from '../ledger/ledger.ts';
import { runKey, type StoredRun } from '../ledger/stored-run.ts';
import { loadRuns, type RunTotals } from '../report/run-totals.ts';
import type { RunLedger } from '../run-ledger/open-run-ledger.ts';
import { isEveryRegion, type RegionScope } from './choose-regions.ts';
import type { NarrowedRoles } from './narrow-roles.ts';

/**
 * Records the totals of this run in the ledger; returns those of earlier runs over the same Regions and families, oldest first. A run that
 * was narrowed to roles, families or Regions, or could not list the enabled Regions, records and returns nothing.
 */
export function recordRun(
  ledger: RunLedger,
  scope: { readonly request: AuditRequest; readonly regions: RegionScope; readonly inUse: NarrowedRoles },
  totals: RunTotals,
): readonly RunTotals[] {
  const { enabled, audited } = scope.regions;
  if (scope.inUse.narrowed || scope.request.regions !== undefined || enabled === undefined) return [];
  const { families = [] } = scope.inUse;
  const places = isEveryRegion(scope.regions) ? 'all' : audited.join(' ');
  const regions = families.length === 0 ? places : `${places} of ${families.join(' ')}`;
  const run: StoredRun = { ...totals, regions };
  ledger.note({ ...EMPTY_LEDGER, runs: new Map([[runKey(run), run]]) });
  return loadRuns(ledger.known.runs.values(), regions);
}

import type { AuditContext } from '../audit-context.ts';
import { attempt } from '../base/attempt.ts';
import type { Incomplete, PartialResult } from '../base/incomplete.ts';
import type { Trail } from '../cloudtrail/trail-settings/trail.ts';
import type { Coverage } from '../evidence/coverage.ts';
import { type TrailKnowledge, trailCoverage } from '../evidence/coverage-by-settings.ts';
import type { RoleLastAccessed } from '../evidence/last-accessed/role-last-accessed.ts';
import { unshownTypes, withShownEvents } from '../evidence/shown-events.ts';
import { trailCaveats } from '../evidence/trail-caveats.ts';
import type { UnvalidatedFiles } from '../evidence/unvalidated-files.ts';
import type { UsageRequest } from '../evidence/usage.ts';
import { type UsageTable, usageTable } from '../evidence/usage-table.ts';
import type { RoleArn } from '../iam/arn.ts';
import type { RunLedger } from '../run-ledger/open-run-ledger.ts';
import {
  joinedCoverage,
  lastTurn,
  recordRefused,
  recordTrails,
  recordTurn,
  recordUsage,
  refusedBefore,
} from './record-usage.ts';

/** What the sources saw, and what they watched. */
export interface UsageReadings {
  readonly table: UsageTable;
  readonly coverage: readonly Coverage[];
  readonly lastAccessed: ReadonlyMap<RoleArn, RoleLastAccessed>;
  readonly records: number;
  /** The trails of the account; undefined where nobody asked. */
  readonly trails: readonly Trail[] | undefined;
  /** Resource types whose data events trails may record only since this run. */
  readonly unshownTypes: ReadonlySet<string>;
  /** Trail files that nobody can tell to be all there and unaltered. */
  readonly unvalidated: readonly UnvalidatedFiles[];
  /** What a reader must know of sources and trails, a sentence each. */
  readonly caveats: readonly string[];
  readonly incomplete: readonly Incomplete[];
}

/** Asks every source for the window. A source that fails has watched nothing; what it had seen by then still counts as seen. */
export async function readUsage(
  context: AuditContext,
  request: UsageRequest,
  ledger: RunLedger,
): Promise<UsageReadings> {
  const table = usageTable(context.catalog, request.to);
  const recording = recordUsage(table, ledger, request);
  const turnEndedAt = lastTurn(ledger);
  const refused = refusedBefore(ledger);
  const asked = { ...request, known: recording.known, refused, ...(turnEndedAt && { turnEndedAt }) };
  // Side by side: of what trails were set to, the event history is asked a few times, at two calls a second.
  const [settings, outcomes] = await Promise.all([
    readTrails(context, request, ledger),
    Promise.all(
      context.sources.map((source) =>
        attempt(`Use as seen by ${source.name}`, () => source.read(asked, recording.receiverFor(source.name))),
      ),
    ),
  ]);
  const unreadable = [...table.unreadable()].map(([region, { count, why }]) => ({
    what: `${count} CloudTrail ${count === 1 ? 'record' : 'records'} of ${region}`,
    why,
  }));
  const shown = outcomes.flatMap((outcome) => ('value' in outcome ? (outcome.value.shown ?? []) : []));
  const trails = { ...settings, value: withShownEvents(settings.value, shown) };
  const recordsRead = outcomes.flatMap((outcome) => ('value' in outcome ? (outcome.value.recordsRead ?? []) : []));
  const readNow = outcomes.flatMap((outcome) => ('value' in outcome ? outcome.value.coverage : []));
  const coverage = [...readNow, ...trailCoverage(recordsRead, trails.value, request.roles)];
  const known = trailCoverage(recording.known.recordsRead, trails.value, request.roles);
  for (const outcome of outcomes) {
    if (!('value' in outcome)) continue;
    recordTurn(outcome.value.turnEndedAt, request.to, ledger);
    recordRefused(outcome.value.refused ?? new Map(), request.to, ledger);
  }
  await recording.finish({ coverage, recordsRead });
  return {
    table,
    trails: context.trails && trails.value.map(({ trail }) => trail),
    unshownTypes: unshownTypes(trails.value, request.roles),
    coverage: joinedCoverage(coverage, [...known, ...recording.known.coverage]),
    lastAccessed: new Map(
      outcomes
        .flatMap((outcome) => ('value' in outcome ? (outcome.value.lastAccessed ?? []) : []))
        .map((report) => [report.role, report]),
    ),
    unvalidated: outcomes.flatMap((outcome) => ('value' in outcome ? (outcome.value.unvalidated ?? []) : [])),
    caveats: [
      ...trailCaveats(trails.value, recordsRead),
      ...outcomes.flatMap((outcome) => ('value' in outcome ? (outcome.value.caveats ?? []) : [])),
    ],
    records: outcomes.reduce((sum, outcome) => sum + ('value' in outcome ? outcome.value.records : 0), 0),
    incomplete: [
      ...trails.incomplete,
      ...outcomes.flatMap((outcome) => ('value' in outcome ? outcome.value.incomplete : [outcome.incomplete])),
      ...unreadable,
    ],
  };
}

/** What trails record, and since when that is known. */
async function readTrails(
  { trails }: AuditContext,
  { regions }: UsageRequest,
  ledger: RunLedger,
): Promise<PartialResult<readonly TrailKnowledge[]>> {
  if (trails === undefined) return { value: [], incomplete: [] };
  const reading = await attempt('Settings of trails', () => trails.read(regions));
  if ('incomplete' in reading) return { value: [], incomplete: [reading.incomplete] };
  return { ...reading.value, value: recordTrails(reading.value.value, ledger) };
}

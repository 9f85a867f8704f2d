import type { Incomplete, IncompleteReason } from '../../base/incomplete.ts';
import type { EpochMs } from '../../base/time.ts';
import { eventHistoryAt, LATE_DELIVERY_MS } from '../../cloudtrail/delivery.ts';
import type { Interpretation } from '../../cloudtrail/observation.ts';
import type { RecordsRead } from '../../evidence/coverage.ts';
import { type Intervals, intersect } from '../../evidence/intervals.ts';
import type { UsageReceiver, UsageRequest } from '../../evidence/usage.ts';
import type { Clock, Deadline, Progress, UsageSource } from '../../ports.ts';
import type { AthenaCalls } from './athena-calls.ts';
import { emitRow } from './emit-row.ts';
import { runQuery } from './run-query.ts';
import { shownByRows } from './shown-by-rows.ts';
import { readTrailTable, type TrailTable } from './trail-table.ts';
import { USAGE_COLUMNS, usageQuery } from './usage-query.ts';
import { parseUsageRow } from './usage-row.ts';

export interface AthenaSourceOptions {
  readonly database: string;
  readonly table: string;
  readonly interpret: (record: unknown) => Interpretation;
  readonly clock: Clock;
  readonly deadline: Pick<Deadline, 'timeLeft'>;
  readonly progress?: Progress;
}

/** A trail's table in Athena, asked by one query that sums up: for trails too large for one function to read. */
export function athenaSource(calls: AthenaCalls, options: AthenaSourceOptions): UsageSource {
  return {
    name: 'athena',
    async read(request, receiver) {
      const incomplete: Incomplete[] = [];
      const what = `use as seen by table ${options.database}.${options.table}`;
      const table = await tableOf(calls, request.accountId, (error) =>
        calls.incompleteOf(`What ${what} leaves out`, error),
      );
      if ('why' in table) incomplete.push({ ...table, what: `What ${what} leaves out` });
      const unreadable = new Set<string>();
      const noted = shownByRows(receiver, eventHistoryAt(Math.min(options.clock.now(), request.to)).to);
      let records = 0;
      let earliest = Number.POSITIVE_INFINITY;
      try {
        for await (const rows of rowsOf(calls, request, options)) {
          for (const values of rows) {
            const taken = take(values, request, noted.receiver, options.interpret, unreadable);
            records += taken.events;
            earliest = Math.min(earliest, taken.first);
          }
          options.progress?.advance(records, undefined, 'CloudTrail events');
        }
      } catch (error) {
        incomplete.push(calls.incompleteOf(what, error));
        return { coverage: [], incomplete, records };
      }
      const recordsRead =
        'why' in table || unreadable.has(ANY_REGION)
          ? []
          : readOf({ ...table, from: Math.max(table.from, earliest) }, request, unreadable, options);
      const shown = 'why' in table ? [] : [{ location: table.location, events: noted.all() }];
      return { coverage: [], recordsRead, shown, incomplete, records };
    },
  };
}

function rowsOf(calls: AthenaCalls, request: UsageRequest, options: AthenaSourceOptions) {
  const { accountId, regions, from, to } = request;
  const sql = usageQuery({ ...options, accountId, regions, window: { from, to } });
  // One run asks once, however often a lost answer makes it ask again.
  const token = `ecs-role-auditor-${accountId}-${from}-${to}`;
  return runQuery(calls, sql, token, { columns: USAGE_COLUMNS, timeLeft: () => options.deadline.timeLeft() });
}

/** Where the table's files are: the bucket, and the key prefix before `AWSLogs`; undefined where that cannot be told. */
export async function tableLocation(calls: AthenaCalls, accountId: string): Promise<RecordsRead['location']> {
  const table = await tableOf(calls, accountId, (error) => calls.incompleteOf('', error));
  return 'why' in table ? undefined : table.location;
}

async function tableOf(
  calls: AthenaCalls,
  accountId: string,
  toIncomplete: (error: unknown) => Incomplete,
): Promise<TrailTable | IncompleteReason> {
  try {
    const table = readTrailTable(await calls.tableParameters(), accountId);
    return table.ok ? table.value : { why: table.problem };
  } catch (error) {
    return toIncomplete(error);
  }
}

const ANY_REGION = '';
const REGION_COLUMN = USAGE_COLUMNS.indexOf('region');

/** Hands on one row, and returns how many events it sums up and when the first of them was. */
function take(
  values: readonly (string | undefined)[],
  { accountId }: UsageRequest,
  receiver: UsageReceiver,
  interpret: AthenaSourceOptions['interpret'],
  unreadable: Set<string>,
): { readonly events: number; readonly first: EpochMs } {
  const region = values[REGION_COLUMN] ?? ANY_REGION;
  const row = parseUsageRow(values, accountId);
  const problem = row.ok ? emitRow(row.value, interpret, receiver) : row.problem;
  if (problem !== undefined) {
    receiver.unreadable(region, problem);
    // A row stands for events of any time in the window.
    unreadable.add(region);
  }
  const first = row.ok && problem === undefined ? Date.parse(row.value.first) : Number.NaN;
  return { events: row.ok ? row.value.events : 0, first: Number.isNaN(first) ? Number.POSITIVE_INFINITY : first };
}

/**
 * What was read counts from the first event on: a bucket may be set to delete what is old, and what is gone looks like a quiet
 * time. Where there is no event at all, nobody can tell that there would be one.
 */
function readOf(
  table: TrailTable,
  { regions, from, to }: UsageRequest,
  unreadable: ReadonlySet<string>,
  { clock }: AthenaSourceOptions,
): readonly RecordsRead[] {
  const delivered = { from: table.from, to: Math.min(to, clock.now()) - LATE_DELIVERY_MS };
  const read: Intervals = intersect([{ from, to }], [delivered]);
  return regions
    .filter((region) => (table.regions === 'any' || table.regions.includes(region)) && !unreadable.has(region))
    .map((region) => ({ source: 'athena', region, read, location: table.location }));
}

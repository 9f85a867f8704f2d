import type { Incomplete } from '../../base/incomplete.ts';
import { toIso } from '../../base/time.ts';
import { eventHistoryAt } from '../../cloudtrail/delivery.ts';
import type { RecordsRead } from '../../evidence/coverage.ts';
import { type Intervals, mostRecentInterval, subtract } from '../../evidence/intervals.ts';
import { readPeriodsOf } from '../../evidence/records-read.ts';
import { type ShownEventsList, shownEventsList } from '../../evidence/shown-events.ts';
import type { UsageOutcome, UsageReceiver, UsageRequest } from '../../evidence/usage.ts';
import type { Clock, Progress, UsageSource } from '../../ports.ts';
import type { ByteBudget } from './byte-budget.ts';
import { deliveryDays, type ReadPeriods, readPeriods, withinWindow } from './coverage-of-files.ts';
import { knownReads } from './known-reads.ts';
import { type PartKeeper, partKeeper } from './part-keeper.ts';
import { readTrail, type TrailReceiver } from './read-trail.ts';
import { openScanPool, type ScanPool } from './scan-pool.ts';
import type { TrailPlace } from './trail-place.ts';
import type { FileGroup, TrailStore } from './trail-store.ts';
import { unreadDays } from './unread-days.ts';
import type { FileValidation } from './validation/file-validation.ts';
import { placeValidation, type ValidationWitnesses } from './validation/place-validation.ts';

export interface TrailSourceOptions {
  readonly clock: Clock;
  readonly progress?: Progress;
  /** Ends reading: the time is up. */
  readonly signal?: AbortSignal;
  /** Absent: those of every role. */
  readonly roles?: readonly string[];
  /** Threads to scan with; absent: as many as the machine runs at once. */
  readonly threads?: number;
  /** What files are compared with digests by; absent: they are not. */
  readonly validation?: ValidationWitnesses;
  /** Bytes that are read of all places; absent: all. */
  readonly budget?: ByteBudget;
}

/**
 * The usage source that reads the log files of trails, latest day first, of all places at once. Days that earlier runs
 * read to their end are left out, of each place its own.
 */
export function trailSource(places: readonly TrailPlace[], options: TrailSourceOptions): UsageSource {
  return {
    name: 'trail',
    async read(request, receiver) {
      const { roles, clock } = options;
      const pool = await openScanPool(
        { now: clock.now(), tellsRecorded: true, ...(roles !== undefined && { roles }) },
        options.threads,
      );
      const counted = { files: 0 };
      try {
        const outcomes = await Promise.all(
          places.map((place) => readPlace(place, request, receiver, { ...options, pool, counted })),
        );
        return {
          coverage: [],
          recordsRead: outcomes.flatMap(({ recordsRead = [] }) => recordsRead),
          shown: outcomes.flatMap(({ shown = [] }) => shown),
          unvalidated: outcomes.flatMap(({ unvalidated = [] }) => unvalidated),
          caveats: outcomes.flatMap(({ caveats = [] }) => caveats),
          refused: new Map(outcomes.flatMap((outcome) => [...(outcome.refused ?? [])])),
          incomplete: outcomes.flatMap(({ incomplete }) => incomplete),
          records: outcomes.reduce((sum, { records }) => sum + records, 0),
        };
      } finally {
        await pool.close();
      }
    },
  };
}

interface PlaceOptions extends TrailSourceOptions {
  readonly pool: ScanPool;
  /** Of all places. */
  readonly counted: { files: number };
}

async function readPlace(
  { store, location, given }: TrailPlace,
  { accountId, regions, from, to, known, refused }: UsageRequest,
  receiver: UsageReceiver,
  { clock, signal, pool, counted, progress, budget, validation: witnesses }: PlaceOptions,
): Promise<UsageOutcome> {
  const now = clock.now();
  const window = { from, to };
  const before = knownReads(known, location);
  const root =
    location && `s3://${[location.bucket, location.prefix, 'AWSLogs'].filter((part) => part !== '').join('/')}/`;
  const periods = readPeriods({ whole: store.whole, since: before.since, ...(root !== undefined && { root }) });
  const since = before.missing(regions, window)[0]?.from ?? to;
  const query = { accountId, regions, delivered: deliveryDays({ from: since, to }) };
  let isEmpty = true;
  const isWanted = (group: FileGroup) => {
    isEmpty &&= group.region === undefined && group.files.length === 0 && group.incomplete === undefined;
    return group.incomplete !== undefined || !before.holds(group, window);
  };
  const { validation, unvalidated } = await placeValidation({ store, location }, witnesses, {
    regions,
    window: { from: query.delivered.from, to: now },
    wanted: isWanted,
    ...(signal && { signal }),
  });
  const read = (region: string) => {
    const { management, data } = periods.of(region);
    const lost = validation?.uncovered(region) ?? [];
    const kept = (ranges: Intervals) => subtract(withinWindow(ranges, window, now), lost);
    return readPeriodsOf(kept(management), kept(data));
  };
  const soFar = (): readonly RecordsRead[] =>
    regions.map((region) => ({ source: 'trail', region, ...read(region), ...(location && { location }) }));
  const keeping = partKeeper(receiver, soFar);
  const cut: FileGroup[] = [];
  const shown = shownEventsList(eventHistoryAt(Math.min(now, to)).to);
  const reading = await readTrail(
    unreadDays(store, {
      isWanted,
      periods,
      cut: (group) => cut.push(group),
      ...(budget && { budget }),
      ...(validation && { validation }),
      ...(signal && { signal }),
    }),
    query,
    pool,
    tell(receiver, periods, keeping, {
      from,
      counted,
      shown,
      ...(validation && { validation }),
      ...(progress && { progress }),
    }),
    { refused, signal },
  );
  await keeping.kept();
  const late = reading.toTheEnd ? [] : regions.map((region) => outOfTime(region, read(region).read, to));
  return {
    coverage: [],
    recordsRead: soFar(),
    shown: location === undefined ? [] : [{ location, events: shown.all() }],
    unvalidated: unvalidated(),
    refused: reading.refused,
    caveats: isEmpty && reading.toTheEnd && given ? [nothingBelow(store, accountId)] : [],
    incomplete: [
      ...reading.incomplete,
      ...(validation?.incomplete() ?? []),
      ...late,
      ...cut.map((group) => beyondBudget(store, group, budget)),
    ],
    records: reading.records,
  };
}

function nothingBelow({ address }: TrailStore, accountId: string): string {
  return `No trail has delivered log files of account ${accountId} below ${address}: if one should have, name its bucket and its prefix, what comes before AWSLogs/, as CloudTrail's DescribeTrails says them.`;
}

function beyondBudget(store: TrailStore, { delivered }: FileGroup, budget: ByteBudget | undefined): Incomplete {
  const before = delivered === undefined ? '' : ` that were delivered before ${toIso(delivered.to)}`;
  return {
    what: `trail files of ${store.address}${before}`,
    why: `one run reads ${budget?.text ?? ''} of log files, the newest first; the next goes on with older ones where a ledger is kept, and an Athena table (athenaTable) is asked in place of so many files`,
  };
}

/** Hands evidence on, and keeps account of what was read. Events from before the window are left out. */
function tell(
  receiver: UsageReceiver,
  periods: ReadPeriods,
  keeping: PartKeeper,
  {
    from,
    counted,
    shown,
    validation,
    progress,
  }: {
    readonly from: number;
    readonly counted: { files: number };
    readonly shown: ShownEventsList;
    readonly validation?: FileValidation;
    readonly progress?: Progress;
  },
): TrailReceiver {
  return {
    evidence(evidence) {
      const { observations, assumed, grantChanges, tasksStarted = [], taskRolesGiven = [] } = evidence;
      shown.add(evidence);
      for (const observation of observations) if (observation.at >= from) receiver.observe(observation);
      for (const assumption of assumed) if (assumption.at >= from) receiver.assumed(assumption);
      for (const change of grantChanges) receiver.grantChanged(change);
      for (const task of tasksStarted) receiver.taskStarted?.(task);
      for (const given of taskRolesGiven) receiver.taskRoleGiven?.(given);
    },
    unreadable: (region, why) => receiver.unreadable(region, why),
    read(group, scanned) {
      periods.read(group, scanned);
      validation?.scanned(group, scanned);
      counted.files += scanned.length;
      progress?.advance(counted.files, undefined, 'trail files');
    },
    finished(group) {
      periods.finished(group);
      keeping.read(group.files.length);
    },
  };
}

function outOfTime(region: string, read: Intervals, to: number): Incomplete {
  const from = mostRecentInterval(read, to, Number.POSITIVE_INFINITY)?.from ?? to;
  return { what: `trail files of ${region} from before ${toIso(from)}`, why: "the run's deadline came first" };
}

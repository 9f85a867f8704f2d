import type { Incomplete } from '../../base/incomplete.ts';
import { type TimeRange, toIso } from '../../base/time.ts';
import type { RecordsRead } from '../../evidence/coverage.ts';
import { type Intervals, mostRecentInterval } from '../../evidence/intervals.ts';
import { readPeriodsOf } from '../../evidence/records-read.ts';
import type { UsageOutcome, UsageReceiver, UsageRequest } from '../../evidence/usage.ts';
import type { Clock, Progress, UsageSource } from '../../ports.ts';
import { deliveryDays, type ReadPeriods, readPeriods, withinWindow } from './coverage-of-files.ts';
import { type KnownReads, knownReads } from './known-reads.ts';
import { readTrail, type TrailReceiver } from './read-trail.ts';
import { openScanPool, type ScanPool } from './scan-pool.ts';
import type { TrailStore } from './trail-store.ts';

export interface TrailSourceOptions {
  readonly clock: Clock;
  readonly progress?: Progress;
  /** Ends reading: the time is up. */
  readonly signal?: AbortSignal;
  /** Absent: those of every role. */
  readonly roles?: readonly string[];
  /** Threads to scan with; absent: as many as the machine runs at once. */
  readonly threads?: number;
}

/** A place where trails deliver. */
export interface TrailPlace {
  readonly store: TrailStore;
  /**
   * The bucket, and the key prefix before `AWSLogs`: the settings of the trails that deliver there say what was
   * recorded. Absent: nobody knows, so that what is read proves use but never that something was not used.
   */
  readonly location?: RecordsRead['location'];
}

/** So many files are read between one keeping of what was read and the next. */
const FILES_PER_SLICE = 500;

/**
 * The usage source that reads the log files of trails, latest day first, of all places at once. Days that earlier runs
 * read to their end are left out, of each place its own.
 */
export function trailSource(places: readonly TrailPlace[], options: TrailSourceOptions): UsageSource {
  return {
    name: 'trail',
    async read(request, receiver) {
      const pool = await openScanPool(options.roles === undefined ? {} : { roles: options.roles }, options.threads);
      const counted = { files: 0 };
      try {
        const outcomes = await Promise.all(
          places.map((place) => readPlace(place, request, receiver, { ...options, pool, counted })),
        );
        return {
          coverage: [],
          recordsRead: outcomes.flatMap(({ recordsRead = [] }) => recordsRead),
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
  { store, location }: TrailPlace,
  { accountId, regions, from, to, known }: UsageRequest,
  receiver: UsageReceiver,
  { clock, signal, pool, counted, progress }: PlaceOptions,
): Promise<UsageOutcome> {
  const now = clock.now();
  const window = { from, to };
  const before = knownReads(known, location);
  const root =
    location && `s3://${[location.bucket, location.prefix, 'AWSLogs'].filter((part) => part !== '').join('/')}/`;
  const periods = readPeriods({ whole: store.whole, since: before.since, ...(root !== undefined && { root }) });
  const read = (region: string) => {
    const { management, data } = periods.of(region);
    return readPeriodsOf(withinWindow(management, window, now), withinWindow(data, window, now));
  };
  const soFar = (): readonly RecordsRead[] =>
    regions.map((region) => ({ source: 'trail', region, ...read(region), ...(location && { location }) }));
  const since = before.missing(regions, window)[0]?.from ?? to;
  const query = { accountId, regions, delivered: deliveryDays({ from: since, to }) };
  const keeping = keeper(receiver, soFar);
  const reading = await readTrail(
    unreadDays(store, before, window, periods),
    query,
    pool,
    tell(receiver, periods, keeping, { from, counted, ...(progress && { progress }) }),
    signal,
  );
  await keeping.kept();
  const late = reading.toTheEnd ? [] : regions.map((region) => outOfTime(region, read(region).read, to));
  return {
    coverage: [],
    recordsRead: soFar(),
    incomplete: [...reading.incomplete, ...late],
    records: reading.records,
  };
}

/** The store without the days that were read before. */
function unreadDays(store: TrailStore, known: KnownReads, window: TimeRange, periods: ReadPeriods): TrailStore {
  return {
    ...store,
    async *groups(query) {
      for await (const group of store.groups(query)) {
        if (group.incomplete === undefined && known.holds(group, window)) {
          periods.skipped(group);
        } else {
          periods.listed(group);
          yield group;
        }
      }
      periods.listedAll();
    },
  };
}

interface Keeper {
  /** Told of so many files more, all of whose evidence has been handed over. */
  read(files: number): void;
  /** Resolves when all is kept that was to be. */
  kept(): Promise<void>;
}

/** Hands in what was read, now and then, to be kept should the run end early. */
function keeper(receiver: UsageReceiver, soFar: () => readonly RecordsRead[]): Keeper {
  let unkept = 0;
  let keeping: Promise<unknown> = Promise.resolve();
  return {
    read(files) {
      unkept += files;
      if (unkept < FILES_PER_SLICE || receiver.partRead === undefined) return;
      unkept = 0;
      keeping = Promise.all([keeping, receiver.partRead({ coverage: [], recordsRead: soFar() })]);
    },
    async kept() {
      await keeping;
    },
  };
}

/** Hands evidence on, and keeps account of what was read. Events from before the window are left out. */
function tell(
  receiver: UsageReceiver,
  periods: ReadPeriods,
  keeping: Keeper,
  {
    from,
    counted,
    progress,
  }: { readonly from: number; readonly counted: { files: number }; readonly progress?: Progress },
): TrailReceiver {
  return {
    evidence({ observations, assumed, grantChanges, tasksStarted = [], taskRolesGiven = [] }) {
      for (const observation of observations) if (observation.at >= from) receiver.observe(observation);
      for (const assumption of assumed) if (assumption.at >= from) receiver.assumed(assumption);
      for (const change of grantChanges) receiver.grantChanged(change);
      for (const task of tasksStarted) receiver.taskStarted?.(task);
      for (const given of taskRolesGiven) receiver.taskRoleGiven?.(given);
    },
    unreadable: (region, why) => receiver.unreadable(region, why),
    read(group, scanned) {
      periods.read(group, scanned);
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

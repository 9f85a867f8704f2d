import type { Incomplete } from '../base/incomplete.ts';
import { toIso } from '../base/time.ts';
import type { Coverage, RecordsRead } from '../evidence/coverage.ts';
import { type Intervals, intersect, mostRecentStretch } from '../evidence/intervals.ts';
import type { UsageReceiver } from '../evidence/usage.ts';
import type { Catalog } from '../iam/catalog/catalog.ts';
import type { Clock, Progress, UsageSource } from '../ports.ts';
import { readTrail, type TrailReceiver } from './read-trail.ts';
import { openScanPool } from './scan-pool.ts';
import { deliveryDays, readPeriods, withinWindow } from './trail-coverage.ts';
import type { TrailStore } from './trail-store.ts';

/** What trails were set to record in a Region: coverage as it would be if every file were read. */
export type RecordedEvents = Omit<Coverage, 'source' | 'region'>;

export interface TrailSourceOptions {
  readonly catalog: Catalog;
  readonly clock: Clock;
  readonly progress?: Progress;
  /** Ends reading: the time is up. */
  readonly signal?: AbortSignal;
  /**
   * What was recorded in a Region within the window; absent, or `undefined` for a Region: nobody knows, so that reading
   * its files proves use but never that something was not used.
   */
  readonly recorded?: (region: string) => RecordedEvents | undefined | Promise<RecordedEvents | undefined>;
  /** The bucket read, and the key prefix before `AWSLogs`: the settings of the trails that deliver there then say what was recorded. */
  readonly location?: RecordsRead['location'];
  /** Absent: those of every role. */
  readonly roles?: readonly string[];
  /** Threads to scan with; absent: as many as the machine runs at once. */
  readonly threads?: number;
}

/** The usage source that reads the log files of trails. */
export function trailSource(store: TrailStore, options: TrailSourceOptions): UsageSource {
  const { catalog, clock, signal } = options;
  return {
    name: 'trail',
    async read({ accountId, regions, from, to }, receiver) {
      const now = clock.now();
      const window = { from, to };
      const periods = readPeriods(store.whole);
      const settings = { catalogData: catalog.data, ...(options.roles && { roles: options.roles }) };
      const pool = await openScanPool(settings, options.threads);
      try {
        const query = { accountId, regions, delivered: deliveryDays(window, now) };
        const reading = await readTrail(store, query, pool, tell(receiver, periods, from, options.progress), signal);
        const read = (region: string) => withinWindow(periods.of(region), window, now);
        const coverage = await Promise.all(
          regions.map(async (region) => coverageOf(region, read(region), await options.recorded?.(region))),
        );
        const { location } = options;
        const recordsRead =
          location === undefined
            ? {}
            : {
                recordsRead: regions.map((region) => ({
                  source: 'trail' as const,
                  region,
                  read: read(region),
                  location,
                })),
              };
        const unread = reading.toTheEnd ? [] : regions.map((region) => outOfTime(region, read(region), to));
        const incomplete = [...reading.incomplete, ...unread];
        return {
          coverage: location === undefined ? coverage : [],
          ...recordsRead,
          incomplete,
          records: reading.records,
        };
      } finally {
        await pool.close();
      }
    },
  };
}

/** Hands evidence on, and keeps account of what was read. Events from before the window are left out. */
function tell(
  receiver: UsageReceiver,
  periods: ReturnType<typeof readPeriods>,
  from: number,
  progress: Progress | undefined,
): TrailReceiver {
  let files = 0;
  return {
    evidence({ observations, assumed, grantChanges }) {
      for (const observation of observations) if (observation.at >= from) receiver.observe(observation);
      for (const sign of assumed) if (sign.at >= from) receiver.assumed(sign);
      for (const change of grantChanges) receiver.grantChanged(change);
    },
    unreadable: (region, why) => receiver.unreadable(region, why),
    read(slice, scanned) {
      periods.read(slice, scanned);
      files += scanned.length;
      progress?.advance(files, undefined, 'trail files');
    },
    finished: (slice) => periods.finished(slice),
  };
}

/** What was both recorded and read. */
function coverageOf(region: string, read: Intervals, recorded: RecordedEvents | undefined): Coverage {
  const dataEvents = Object.entries(recorded?.dataEvents ?? {}).map(
    ([type, when]) => [type, intersect(when, read)] as const,
  );
  return {
    source: 'trail',
    region,
    management: intersect(recorded?.management ?? [], read),
    excludedEventSources: recorded?.excludedEventSources ?? [],
    dataEvents: Object.fromEntries(dataEvents),
  };
}

function outOfTime(region: string, read: Intervals, to: number): Incomplete {
  const from = mostRecentStretch(read, to, Number.POSITIVE_INFINITY)?.from ?? to;
  return { what: `trail files of ${region} from before ${toIso(from)}`, why: "the run's deadline came first" };
}

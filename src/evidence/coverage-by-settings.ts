import type { TimeRange } from '../base/time.ts';
import { recordedBySelectors } from '../cloudtrail/trail-settings/recorded-by-selectors.ts';
import type { Half } from '../cloudtrail/trail-settings/recorded-events.ts';
import { knownSettings, recordedPeriod, type TrailPast } from '../cloudtrail/trail-settings/recorded-period.ts';
import type { Trail } from '../cloudtrail/trail-settings/trail.ts';
import type { Coverage, RecordsRead } from './coverage.ts';
import { type Intervals, intersect, union } from './intervals.ts';
import { dataEventsRead } from './records-read.ts';

/** A trail and what is known of its past. */
export interface TrailKnowledge {
  readonly trail: Trail;
  readonly past: TrailPast;
}

/**
 * What a source watched of each Region: recorded by trails that deliver where it read, *and* read. Several places add up:
 * one trail may record what the other leaves out. Records of unknown origin cover nothing: they prove use, but
 * their silence proves nothing.
 */
export function trailCoverage(reads: readonly RecordsRead[], trails: readonly TrailKnowledge[]): readonly Coverage[] {
  const byRegion = Map.groupBy(reads, ({ source, region }) => `${source} ${region}`);
  return [...byRegion.values()].flatMap((own) => coverageOfRegion(own, trails));
}

function coverageOfRegion(reads: readonly RecordsRead[], trails: readonly TrailKnowledge[]): readonly Coverage[] {
  const [first] = reads;
  if (first === undefined) return [];
  const parts = reads.flatMap((read) =>
    trails.filter(({ trail }) => deliversTo(trail, read.location)).flatMap((known) => recordingsOf(known, read)),
  );
  const common = { source: first.source, region: first.region, excludedEventSources: [], dataEvents: {} } as const;
  const management = fullManagement(parts).map(
    ({ ranges, excluded }): Coverage => ({ ...common, management: ranges, excludedEventSources: excluded }),
  );
  const dataEvents = fullData(parts);
  const data: Coverage[] = Object.keys(dataEvents).length === 0 ? [] : [{ ...common, management: [], dataEvents }];
  return merged([...management, ...data]) ?? [{ ...common, management: [] }];
}

/** One trail's part in the recording of a Region, as far as it was read. */
interface Recording {
  readonly managementRead: Intervals;
  readonly dataRead: Intervals;
  readonly management: readonly { readonly half: Half; readonly excluded: readonly string[] }[];
  readonly data: readonly { readonly type: string; readonly half: Half }[];
}

function recordingsOf({ trail, past }: TrailKnowledge, read: RecordsRead): readonly Recording[] {
  const recorded = recordedBySelectors(trail.selectors);
  const { since } = knownSettings(trail, past);
  return trail.statuses
    .filter((status) => status.region === read.region)
    .map((status) => {
      const period: TimeRange | undefined = recordedPeriod(status, since, past);
      const recordedIn: Intervals = period === undefined ? [] : [period];
      return {
        managementRead: intersect(recordedIn, read.read),
        dataRead: intersect(recordedIn, dataEventsRead(read)),
        // Which services count as global is not a closed list, so without them nothing is complete.
        management: trail.globalServiceEvents
          ? recorded.management.map(({ half, excludedEventSources }) => ({ half, excluded: excludedEventSources }))
          : [],
        data: recorded.data,
      };
    });
}

interface FullManagement {
  readonly ranges: Intervals;
  readonly excluded: readonly string[];
}

/** What records both halves: by itself, or a read-only and a write-only part at the same time. */
function fullManagement(parts: readonly Recording[]): readonly FullManagement[] {
  const slices = parts.flatMap(({ managementRead, management }) =>
    management.map((each) => ({ ...each, period: managementRead })),
  );
  const halves = slices
    .filter(({ half }) => half === 'readOnly')
    .flatMap((reads) =>
      slices
        .filter(({ half }) => half === 'writeOnly')
        .map((writes) => ({
          ranges: intersect(reads.period, writes.period),
          excluded: [...new Set([...reads.excluded, ...writes.excluded])].sort(),
        })),
    );
  const whole = slices
    .filter(({ half }) => half === 'all')
    .map(({ period, excluded }) => ({ ranges: period, excluded: [...new Set(excluded)].sort() }));
  return [...whole, ...halves];
}

function fullData(parts: readonly Recording[]): Readonly<Record<string, Intervals>> {
  const slices = parts.flatMap(({ dataRead, data }) => data.map((each) => ({ ...each, period: dataRead })));
  const full: Record<string, Intervals> = {};
  for (const type of new Set(slices.map((slice) => slice.type))) {
    const of = (half: Half): Intervals =>
      union(...slices.filter((slice) => slice.type === type && slice.half === half).map(({ period }) => period));
    const both = slices.some((slice) => slice.type === type && slice.half === 'all') || hasBothHalves(slices, type);
    if (both) full[type] = union(of('all'), intersect(of('readOnly'), of('writeOnly')));
  }
  return full;
}

function hasBothHalves(slices: readonly { readonly type: string; readonly half: Half }[], type: string): boolean {
  const own = slices.filter((slice) => slice.type === type).map(({ half }) => half);
  return own.includes('readOnly') && own.includes('writeOnly');
}

/** Data events are stated beside the first management coverage, so that most Regions have one entry. */
function merged(coverages: readonly Coverage[]): readonly Coverage[] | undefined {
  const [first, ...rest] = coverages;
  const last = coverages.at(-1);
  if (first === undefined || last === undefined) return undefined;
  if (rest.length === 0 || last.management.length > 0 || Object.keys(last.dataEvents).length === 0) return coverages;
  return [{ ...first, dataEvents: last.dataEvents }, ...rest.slice(0, -1)];
}

/** Whether what was read in a place is what the trail delivered. */
export function deliversTo(trail: Pick<Trail, 'bucket' | 'prefix'>, location: RecordsRead['location']): boolean {
  return location !== undefined && location.bucket === trail.bucket && bare(location.prefix) === bare(trail.prefix);
}

function bare(prefix: string): string {
  return prefix.replace(/^\/+|\/+$/g, '');
}

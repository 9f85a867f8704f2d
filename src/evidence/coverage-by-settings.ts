import type { EpochMs } from '../base/time.ts';
import { recordedBySelectors } from '../cloudtrail/trail-settings/recorded-by-selectors.ts';
import type { Half } from '../cloudtrail/trail-settings/recorded-events.ts';
import {
  isShownToRecord,
  knownSettings,
  recordedPeriod,
  type TrailPast,
} from '../cloudtrail/trail-settings/recorded-period.ts';
import { type SessionPrefix, sessionPrefixOf } from '../cloudtrail/trail-settings/session-filter.ts';
import type { Trail } from '../cloudtrail/trail-settings/trail.ts';
import type { RoleArn } from '../iam/arn.ts';
import type { Coverage, RecordsRead } from './coverage.ts';
import { type Intervals, intersect, union } from './intervals.ts';
import { readOnRoles } from './read-on-roles.ts';
import { dataEventsRead } from './records-read.ts';
import { isOfEverybody, type RecordedSlice, roleDataEvents } from './role-data-events.ts';

/** A trail and what is known of its past. */
export interface TrailKnowledge {
  readonly trail: Trail;
  readonly past: TrailPast;
}

/**
 * What a source watched of each Region: recorded by trails that deliver where it read, *and* read. Several places add up:
 * one trail may record what the other leaves out. Records of unknown origin cover nothing: they prove use, but
 * their silence proves nothing.
 *
 * @param roles those of which is stated what trails record of single roles
 */
export function trailCoverage(
  reads: readonly RecordsRead[],
  trails: readonly TrailKnowledge[],
  roles: readonly RoleArn[] = [],
): readonly Coverage[] {
  const byRegion = Map.groupBy(reads, ({ source, region }) => `${source} ${region}`);
  const sessions = roles.map(sessionPrefixOf);
  return [...byRegion.values()].flatMap((own) => coverageOfRegion(own, trails, sessions));
}

function coverageOfRegion(
  reads: readonly RecordsRead[],
  trails: readonly TrailKnowledge[],
  roles: readonly SessionPrefix[],
): readonly Coverage[] {
  const [first] = reads;
  if (first === undefined) return [];
  const parts = reads.flatMap((read) =>
    trails.filter(({ trail }) => deliversTo(trail, read.location)).flatMap((known) => recordingsOf(known, read)),
  );
  const common = { source: first.source, region: first.region, excludedEventSources: [], dataEvents: {} } as const;
  const management = fullManagement(parts).map(
    ({ ranges, excluded }): Coverage => ({ ...common, management: ranges, excludedEventSources: excluded }),
  );
  const slices = parts.flatMap(({ data }) => data);
  const ofRoles = coverageOfRoles(slices, parts, roles);
  const states = { dataEvents: fullData(slices.filter(isOfEverybody)), ...ofRoles };
  const hasData = Object.keys(states.dataEvents).length > 0 || ofRoles.roleDataEvents !== undefined;
  const data: Coverage[] = hasData ? [{ ...common, management: [], ...states }] : [];
  return merged([...management, ...data]) ?? [{ ...common, management: [] }];
}

/** One trail's part in the recording of a Region, as far as it was read. */
interface Recording {
  readonly managementRead: Intervals;
  readonly management: readonly { readonly half: Half; readonly excluded: readonly string[] }[];
  readonly data: readonly RecordedSlice[];
  /** What it recorded by settings that it had before. */
  readonly earlier: readonly RecordedSlice[];
}

/** What was recorded of single roles, by settings of before too, as far as those of today go on with it. */
function coverageOfRoles(
  slices: readonly RecordedSlice[],
  parts: readonly Recording[],
  roles: readonly SessionPrefix[],
): Pick<Coverage, 'roleDataEvents'> {
  const all = [...slices, ...parts.flatMap(({ earlier }) => earlier)];
  const types = new Set(all.filter((slice) => !isOfEverybody(slice)).map(({ type }) => type));
  const now = roleDataEvents(slices, types, roles);
  const found = readOnRoles(roleDataEvents(all, types, roles), now, (current, earlier) => current >= earlier);
  return Object.keys(found).length === 0 ? {} : { roleDataEvents: found };
}

function recordingsOf({ trail, past }: TrailKnowledge, read: RecordsRead): readonly Recording[] {
  const recorded = recordedBySelectors(trail.selectors);
  const settings = knownSettings(trail, past);
  const { since } = settings;
  const isShown = (events: string, role?: SessionPrefix) =>
    settings.by !== 'history' || isShownToRecord(events, role, settings, past);
  return trail.statuses
    .filter((status) => status.region === read.region)
    .map((status) => {
      const recordedSince = (from: EpochMs): Intervals => {
        const period = recordedPeriod(status, from, past);
        return period === undefined ? [] : [period];
      };
      const recordedIn = recordedSince(since);
      const dataRead = dataEventsRead(read);
      return {
        managementRead: isShown('management') ? intersect(recordedIn, read.read) : [],
        earlier: (past.earlier ?? []).flatMap(({ selectors, period }) =>
          recordedBySelectors(selectors).data.map((each) => ({
            ...each,
            period: intersect(intersect(recordedSince(period.from), [period]), dataRead),
          })),
        ),
        // Which services count as global is not a closed list, so without them nothing is complete.
        management: trail.globalServiceEvents
          ? recorded.management.map(({ half, excludedEventSources }) => ({ half, excluded: excludedEventSources }))
          : [],
        data: recorded.data.map((each) =>
          each.sessions === undefined
            ? { ...each, period: isShown(each.type) ? intersect(recordedIn, dataRead) : [] }
            : { ...each, period: intersect(recordedIn, dataRead), countsFor: (role) => isShown(each.type, role) },
        ),
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

function fullData(slices: readonly RecordedSlice[]): Readonly<Record<string, Intervals>> {
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
  const { dataEvents, roleDataEvents: ofRoles } = last;
  const hasData = Object.keys(dataEvents).length > 0 || ofRoles !== undefined;
  if (rest.length === 0 || last.management.length > 0 || !hasData) return coverages;
  return [{ ...first, dataEvents, ...(ofRoles && { roleDataEvents: ofRoles }) }, ...rest.slice(0, -1)];
}

/** Whether what was read in a place is what the trail delivered. */
export function deliversTo(trail: Pick<Trail, 'bucket' | 'prefix'>, location: RecordsRead['location']): boolean {
  return location !== undefined && location.bucket === trail.bucket && bare(location.prefix) === bare(trail.prefix);
}

function bare(prefix: string): string {
  return prefix.replace(/^\/+|\/+$/g, '');
}

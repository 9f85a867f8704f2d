import { byKey } from '../base/by-key.ts';
import { joinMaps, mapValues } from '../base/join.ts';
import type { TimeRange } from '../base/time.ts';
import type { Coverage, RecordsRead } from './coverage.ts';
import { type Intervals, intersect, union } from './intervals.ts';
import { readOnRoles } from './read-on-roles.ts';
import { dataEventsRead, joinRecordsRead, readPeriodsOf } from './records-read.ts';

/** Coverage by source, Region and excluded event sources, so that its periods can be joined. */
export type CoverageMap = ReadonlyMap<string, Coverage>;

/** What was read of trails, by source, Region and place. */
export type ReadsMap = ReadonlyMap<string, RecordsRead>;

/** Coverage as a run states it, in any order and number of parts. */
export function coverageMap(coverages: readonly Coverage[]): CoverageMap {
  return coverages.reduce<CoverageMap>((known, coverage) => {
    const excludedEventSources = [...new Set(coverage.excludedEventSources)].sort();
    const key = JSON.stringify([coverage.source, coverage.region, excludedEventSources]);
    const dataEvents = inOrder(Object.entries(coverage.dataEvents));
    const stated = {
      ...withoutRoleEvents(coverage),
      excludedEventSources,
      dataEvents,
      ...roleEventsOf(coverage.roleDataEvents),
    };
    return joinCoverage(known, new Map([[key, stated]]));
  }, new Map());
}

/** The periods of both. */
export function joinCoverage(a: CoverageMap, b: CoverageMap): CoverageMap {
  return joinMaps(a, b, (left, right) => ({
    ...left,
    management: union(left.management, right.management),
    dataEvents: joinTypes(left.dataEvents, right.dataEvents),
    ...roleEventsOf(joinTypes(left.roleDataEvents ?? {}, right.roleDataEvents ?? {})),
  }));
}

/** The part that lies in `window`. */
export function coverageWithin(known: CoverageMap, window: TimeRange): CoverageMap {
  return mapValues(known, (coverage) => {
    const management = intersect(coverage.management, [window]);
    const dataEvents = typesWithin(coverage.dataEvents, window);
    const ofRoles = roleEventsOf(typesWithin(coverage.roleDataEvents ?? {}, window));
    if (management.length === 0 && Object.keys(dataEvents).length === 0 && !ofRoles.roleDataEvents) return undefined;
    return { ...withoutRoleEvents(coverage), management, dataEvents, ...ofRoles };
  });
}

/**
 * The remembered periods that a run has read on from. Where the run itself read nothing newer, because it was denied or
 * does not have the source, what is remembered is stale: since then anything may have happened.
 */
export function readOn(known: CoverageMap, now: CoverageMap): CoverageMap {
  return mapValues(known, (coverage, key) => {
    const current = now.get(key);
    if (current === undefined) return undefined;
    const dataEvents = Object.entries(coverage.dataEvents).filter(([type, ranges]) =>
      isNewer(current.dataEvents[type] ?? [], ranges),
    );
    return {
      ...withoutRoleEvents(coverage),
      ...roleEventsOf(readOnRoles(coverage.roleDataEvents ?? {}, current.roleDataEvents ?? {}, (a, b) => a > b)),
      management: isNewer(current.management, coverage.management) ? coverage.management : [],
      dataEvents: Object.fromEntries(dataEvents),
    };
  });
}

function isNewer(a: Intervals, b: Intervals): boolean {
  return (a.at(-1)?.to ?? Number.NEGATIVE_INFINITY) > (b.at(-1)?.to ?? Number.NEGATIVE_INFINITY);
}

/** What was read of trails, as a run states it. */
export function readsMap(reads: readonly RecordsRead[]): ReadsMap {
  return reads.reduce<ReadsMap>((known, read) => {
    const { source, region, location } = read;
    const key = JSON.stringify([source, region, location?.bucket ?? null, location?.prefix ?? null]);
    return joinReads(known, new Map([[key, statedOnce(read)]]));
  }, new Map());
}

function statedOnce({ dataRead, ...read }: RecordsRead): RecordsRead {
  return { ...read, ...readPeriodsOf(read.read, dataRead ?? read.read) };
}

/** The periods of both. */
export function joinReads(a: ReadsMap, b: ReadsMap): ReadsMap {
  return joinMaps(a, b, joinRecordsRead);
}

/** The part that lies in `window`. */
export function readsWithin(known: ReadsMap, window: TimeRange): ReadsMap {
  return mapValues(known, (one) => {
    const { dataRead: _, ...place } = one;
    const within = readPeriodsOf(intersect(one.read, [window]), intersect(dataEventsRead(one), [window]));
    return within.read.length === 0 && within.dataRead === undefined ? undefined : { ...place, ...within };
  });
}

function joinTypes(a: Coverage['dataEvents'], b: Coverage['dataEvents']): Coverage['dataEvents'] {
  const joined = joinMaps<string, Intervals>(new Map(Object.entries(a)), new Map(Object.entries(b)), union);
  return inOrder(joined);
}

function typesWithin(types: Coverage['dataEvents'], window: TimeRange): Coverage['dataEvents'] {
  const within = Object.entries(types).map(([type, ranges]) => [type, intersect(ranges, [window])] as const);
  return Object.fromEntries(within.filter(([, ranges]) => ranges.length > 0));
}

/** Without what is stated of single roles. */
function withoutRoleEvents({ roleDataEvents: _, ...coverage }: Coverage): Coverage {
  return coverage;
}

/** The field as it is written: absent where nothing is stated. */
function roleEventsOf(events: Coverage['roleDataEvents'] = {}): Pick<Coverage, 'roleDataEvents'> {
  return Object.keys(events).length === 0 ? {} : { roleDataEvents: inOrder(Object.entries(events)) };
}

/** Equal coverage is written alike. */
function inOrder(types: Iterable<[string, Intervals]>): Coverage['dataEvents'] {
  return Object.fromEntries([...types].sort(byKey));
}

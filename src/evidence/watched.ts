import { DAY_MS, type EpochMs, type TimeRange } from '../base/time.ts';
import { prefixesOf } from '../cloudtrail/event-source.ts';
import { type Action, serviceOf } from '../iam/action.ts';
import type { Coverage } from './coverage.ts';
import { type Intervals, intersectAll, mostRecentInterval, union } from './intervals.ts';
import type { SourceName } from './source-name.ts';

/** CloudTrail delivers late, and an audit reads for a while: an interval may end this long before `now`. */
export const DELIVERY_TOLERANCE_MS = DAY_MS;

/** The events that would show an action: management events, or data events of all of these resource types. */
export type EventClass =
  | { readonly kind: 'management' }
  | { readonly kind: 'data'; readonly resourceTypes: readonly string[] };

/** What was read in the past. */
export interface WatchedPast {
  readonly coverages: readonly Coverage[];
  /** Undefined when the list could not be read: then nobody can say that every Region was watched. */
  readonly enabledRegions: readonly string[] | undefined;
  /** Set where nobody asked what trails record: what no source shows may be recorded all the same. */
  readonly trailsUnasked?: true;
  readonly now: EpochMs;
}

/** The latest unbroken time up to now in which an action would have been seen in every enabled Region, or why there is none. */
export type Watched =
  | { readonly interval: TimeRange; readonly sources: readonly SourceName[] }
  | { readonly why: 'regionsUnknown' }
  /**
   * In these Regions nothing that is switched on records such events for a source to read; of data events, all of these
   * types (empty for management events).
   */
  | { readonly why: 'off'; readonly regions: readonly string[]; readonly types: readonly string[] }
  /** In these Regions no source has read such events at any time. */
  | { readonly why: 'unread'; readonly regions: readonly string[] }
  /** Read, but never in all Regions at once and up to now; these Regions end too early by themselves, if any do. */
  | { readonly why: 'broken'; readonly regions: readonly string[] };

/**
 * When the events of an action were recorded and read: the union over sources in each Region, then what all enabled
 * Regions have in common. An application calls services in any Region, and global services log in one of their own, so
 * every enabled Region counts for every action.
 */
export function watchedFor(events: EventClass, action: Action, past: WatchedPast): Watched {
  const { coverages, enabledRegions, now } = past;
  if (enabledRegions === undefined || enabledRegions.length === 0) return { why: 'regionsUnknown' };
  const perRegion = enabledRegions.map((region) => {
    const own = coverages.filter((coverage) => coverage.region === region);
    const when = union(...own.map((coverage) => whenRead(events, action, coverage)));
    return { region, own, when, off: when.length === 0 && isOff(events, action, own) };
  });
  const off = perRegion.filter((each) => each.off);
  if (off.length > 0) {
    const types = events.kind === 'data' ? events.resourceTypes : [];
    const missing = types.filter((type) => off.some(({ own }) => !own.some(({ dataEvents }) => type in dataEvents)));
    // Where each type is on somewhere and no source has them all, all are to be recorded by one.
    return { why: 'off', regions: off.map(({ region }) => region), types: missing.length > 0 ? missing : types };
  }
  const unread = perRegion.filter(({ when }) => when.length === 0).map(({ region }) => region);
  if (unread.length > 0) return { why: 'unread', regions: unread };
  const everywhere = intersectAll(perRegion.map(({ when }) => when));
  const interval = mostRecentInterval(everywhere, now, DELIVERY_TOLERANCE_MS);
  if (interval === undefined) return { why: 'broken', regions: notUpToNow(perRegion, now) };
  return { interval, sources: sourcesWithin(interval, events, action, past) };
}

/** Event sources are matched to services by their names alone; a wrong match only makes less of what was watched. */
const ANY_SERVICE = { hasService: () => true };

/** The moments at which a source recorded and read every event of the class. */
function whenRead(events: EventClass, action: Action, coverage: Coverage): Intervals {
  if (events.kind === 'data') {
    // An event may be logged as any of the types: only where all are on is none missed.
    return intersectAll(events.resourceTypes.map((type) => coverage.dataEvents[type] ?? []));
  }
  return excludes(coverage, action) ? [] : coverage.management;
}

function excludes(coverage: Coverage, action: Action): boolean {
  const service = serviceOf(action).toLowerCase();
  return coverage.excludedEventSources.some((source) => prefixesOf(source, ANY_SERVICE).includes(service));
}

/**
 * Data events are off where no source knows of their type. Management events never are, as the event history always has
 * them; but sources that leave out an event source, and are all there is, leave it unrecorded.
 */
function isOff(events: EventClass, action: Action, own: readonly Coverage[]): boolean {
  if (events.kind === 'data') {
    return !own.some((coverage) => events.resourceTypes.every((type) => coverage.dataEvents[type] !== undefined));
  }
  return own.length > 0 && own.every((coverage) => excludes(coverage, action));
}

function notUpToNow(perRegion: readonly { region: string; when: Intervals }[], now: EpochMs): readonly string[] {
  return perRegion
    .filter(({ when }) => mostRecentInterval(when, now, DELIVERY_TOLERANCE_MS) === undefined)
    .map(({ region }) => region);
}

function sourcesWithin(
  interval: TimeRange,
  events: EventClass,
  action: Action,
  past: WatchedPast,
): readonly SourceName[] {
  const reading = past.coverages.filter((coverage) =>
    whenRead(events, action, coverage).some((range) => range.from < interval.to && interval.from < range.to),
  );
  return [...new Set(reading.map((coverage) => coverage.source))].sort();
}

/** Answers `watchedFor` for one past. */
export type Watcher = (events: EventClass, action: Action) => Watched;

/** Makes a watcher that remembers its answers: they are the same for all actions of a service and event class. */
export function watcher(past: WatchedPast): Watcher {
  const known = new Map<string, Watched>();
  return (events, action) => {
    const key = events.kind === 'data' ? `data ${events.resourceTypes.join(' ')}` : `management ${serviceOf(action)}`;
    const answer = known.get(key) ?? watchedFor(events, action, past);
    known.set(key, answer);
    return answer;
  };
}

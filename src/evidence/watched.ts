import { DAY_MS, type EpochMs, type TimeRange } from '../base/time.ts';
import { prefixesOf } from '../cloudtrail/event-source.ts';
import { type SessionPrefix, sessionPrefixOf } from '../cloudtrail/trail-settings/session-filter.ts';
import { type Action, serviceOf } from '../iam/action.ts';
import type { RoleArn } from '../iam/arn.ts';
import type { Coverage } from './coverage.ts';
import { type Intervals, intersect, intersectAll, mostRecentInterval, union } from './intervals.ts';
import { parseRoleEventsKey } from './role-events-key.ts';
import type { SourceName } from './source-name.ts';

/** CloudTrail delivers late, and an audit reads for a while: an interval may end this long before `now`. */
export const DELIVERY_TOLERANCE_MS = DAY_MS;

/** The events that would show an action: management events, or data events of all of these resource types, perhaps with management events. */
export type EventClass =
  | { readonly kind: 'management' }
  | { readonly kind: 'data'; readonly resourceTypes: readonly string[]; readonly beside?: 'management' };

/** What was read in the past. */
export interface WatchedPast {
  readonly coverages: readonly Coverage[];
  /** Undefined when the list could not be read: then nobody can say that every Region was watched. */
  readonly enabledRegions: readonly string[] | undefined;
  /** Set where nobody asked what trails record: what no source shows may be recorded all the same. */
  readonly trailsUnasked?: true;
  /** Resource types that trails record, but may not have recorded before this run. */
  readonly unshownTypes?: ReadonlySet<string>;
  /** Whether events of a name may show an action; absent: any may show any. */
  readonly mayShow?: (eventName: string, action: Action) => boolean;
  /** Regions in which no request of a role for an action can be allowed: they need not be watched for it. None where absent. */
  readonly closedTo?: (action: Action, role: RoleArn) => readonly string[];
  readonly now: EpochMs;
}

/** The latest unbroken time up to now in which an action would have been seen in every enabled Region, or why there is none. */
export type Watched =
  | {
      readonly interval: TimeRange;
      readonly sources: readonly SourceName[];
      /** Regions that were left out, as the role cannot do it there; none where absent. */
      readonly closed?: readonly string[];
    }
  | { readonly why: 'regionsUnknown' }
  /**
   * In these Regions nothing that is switched on records such events for a source to read; of data events, all of these
   * types (empty for management events).
   */
  | { readonly why: 'off'; readonly regions: readonly string[]; readonly types: readonly string[] }
  /** In these Regions the trail leaves out events of the role by their names, which may show the action. */
  | { readonly why: 'muted'; readonly regions: readonly string[]; readonly names: readonly string[] }
  /** In these Regions no source has read such events at any time. */
  | { readonly why: 'unread'; readonly regions: readonly string[] }
  /** Read, but never in all Regions at once and up to now; these Regions end too early by themselves, if any do. */
  | { readonly why: 'broken'; readonly regions: readonly string[] };

/**
 * When the events of an action were recorded and read: the union over sources in each Region, then what all enabled
 * Regions have in common. Data events of one role count beside those that are recorded of everybody. An application calls services in any Region, and global services log in one of their own, so
 * every enabled Region counts for every action, but those that are closed to the role for it.
 */
export function watchedFor(events: EventClass, action: Action, past: WatchedPast, role?: RoleArn): Watched {
  const { coverages, now } = past;
  const closed = closedOf(past, action, role);
  const enabledRegions = past.enabledRegions?.filter((region) => !closed.includes(region));
  const asked: Asked = { events, action, ...(role && { role: sessionPrefixOf(role) }), mayShow: past.mayShow ?? ANY };
  if (enabledRegions === undefined || enabledRegions.length === 0) return { why: 'regionsUnknown' };
  const perRegion = enabledRegions.map((region) => {
    const own = coverages.filter((coverage) => coverage.region === region);
    const read = union(...own.map((coverage) => whenRead(asked, coverage)));
    const when = isBeside(events) ? intersect(read, union(...own.map(({ management }) => management))) : read;
    return { region, own, when, off: when.length === 0 && isOff(asked, own) };
  });
  const off = perRegion.filter((each) => each.off);
  if (off.length > 0) {
    const types = events.kind === 'data' ? events.resourceTypes : [];
    const missing = types.filter((type) => off.some(({ own }) => !own.some((coverage) => isOn(type, asked, coverage))));
    // Where each type is on somewhere and no source has them all, all are to be recorded by one.
    return { why: 'off', regions: off.map(({ region }) => region), types: missing.length > 0 ? missing : types };
  }
  const muted = perRegion.filter(
    ({ own, when }) => when.length === 0 && own.some((each) => mutedNames(asked, each).length > 0),
  );
  if (muted.length > 0) {
    const names = muted.flatMap(({ own }) => own.flatMap((each) => mutedNames(asked, each)));
    return { why: 'muted', regions: muted.map(({ region }) => region), names: [...new Set(names)].sort() };
  }
  const unread = perRegion.filter(({ when }) => when.length === 0).map(({ region }) => region);
  if (unread.length > 0) return { why: 'unread', regions: unread };
  const everywhere = intersectAll(perRegion.map(({ when }) => when));
  const interval = mostRecentInterval(everywhere, now, DELIVERY_TOLERANCE_MS);
  if (interval === undefined) return { why: 'broken', regions: notUpToNow(perRegion, now) };
  return { interval, sources: sourcesWithin(interval, asked, past), ...(closed.length > 0 && { closed }) };
}

/** Whether management events may show it as well, so that both must be watched. */
function isBeside(events: EventClass): boolean {
  return events.kind === 'data' && events.beside === 'management';
}

const NONE: readonly string[] = [];

function closedOf({ closedTo }: WatchedPast, action: Action, role: RoleArn | undefined): readonly string[] {
  return role === undefined || closedTo === undefined ? NONE : closedTo(action, role);
}

/** Event sources are matched to services by their names alone; a wrong match only makes less of what was watched. */
const ANY_SERVICE = { hasService: () => true };

/** What is asked of each coverage. */
interface Asked {
  readonly events: EventClass;
  readonly action: Action;
  readonly role?: SessionPrefix;
  readonly mayShow: (eventName: string, action: Action) => boolean;
}

const ANY = () => true;

/** The moments at which a source recorded and read every event of the class. */
function whenRead(asked: Asked, coverage: Coverage): Intervals {
  const { events, action } = asked;
  if (events.kind === 'data') {
    // An event may be logged as any of the types: only where all are on is none missed.
    return intersectAll(
      events.resourceTypes.map((type) =>
        union(coverage.dataEvents[type] ?? [], ...showing(type, asked, coverage).map(({ when }) => when)),
      ),
    );
  }
  return excludes(coverage, action) ? [] : coverage.management;
}

/** What is stated of the role's events of a type. */
function ofRole(type: string, { role }: Asked, { roleDataEvents = {} }: Coverage) {
  if (role === undefined) return [];
  const prefix = `${type} ${role} `;
  return Object.entries(roleDataEvents)
    .filter(([key]) => key.startsWith(prefix))
    .map(([key, when]) => ({ when, muted: parseRoleEventsKey(key).muted }));
}

/** That of it which leaves out nothing that may show the action. */
function showing(type: string, asked: Asked, coverage: Coverage) {
  return ofRole(type, asked, coverage).filter(({ muted }) => !muted.some((name) => asked.mayShow(name, asked.action)));
}

/** The names for whose sake the action is not watched, of types that are watched otherwise. */
function mutedNames(asked: Asked, coverage: Coverage): readonly string[] {
  const { events, action, mayShow } = asked;
  if (events.kind !== 'data') return [];
  return events.resourceTypes.flatMap((type) => {
    if (coverage.dataEvents[type] !== undefined || showing(type, asked, coverage).length > 0) return [];
    return ofRole(type, asked, coverage).flatMap(({ muted }) => muted.filter((name) => mayShow(name, action)));
  });
}

/** Whether events of a type are recorded, of the role at least, with or without some names. */
function isOn(type: string, asked: Asked, coverage: Coverage): boolean {
  return coverage.dataEvents[type] !== undefined || ofRole(type, asked, coverage).length > 0;
}

function excludes(coverage: Coverage, action: Action): boolean {
  const service = serviceOf(action).toLowerCase();
  return coverage.excludedEventSources.some((source) => prefixesOf(source, ANY_SERVICE).includes(service));
}

/**
 * Data events are off where no source knows of their type. Management events never are, as the event history always has
 * them; but sources that leave out an event source, and are all there is, leave it unrecorded.
 */
function isOff(asked: Asked, own: readonly Coverage[]): boolean {
  const { events, action } = asked;
  if (events.kind === 'data') {
    return !own.some((coverage) => events.resourceTypes.every((type) => isOn(type, asked, coverage)));
  }
  return own.length > 0 && own.every((coverage) => excludes(coverage, action));
}

function notUpToNow(perRegion: readonly { region: string; when: Intervals }[], now: EpochMs): readonly string[] {
  return perRegion
    .filter(({ when }) => mostRecentInterval(when, now, DELIVERY_TOLERANCE_MS) === undefined)
    .map(({ region }) => region);
}

function sourcesWithin(interval: TimeRange, asked: Asked, past: WatchedPast): readonly SourceName[] {
  const reading = past.coverages.filter((coverage) =>
    whenRead(asked, coverage).some((range) => range.from < interval.to && interval.from < range.to),
  );
  return [...new Set(reading.map((coverage) => coverage.source))].sort();
}

/** Answers `watchedFor` for one past; without a role, only what is recorded of everybody counts. */
export type Watcher = (events: EventClass, action: Action, role?: RoleArn) => Watched;

/**
 * Makes a watcher that remembers its answers: they are the same for all actions of a service and event class, but of roles of which trails
 * leave out names.
 */
export function watcher(past: WatchedPast): Watcher {
  const known = new Map<string, Watched>();
  const watchedRoles = new Set(
    past.coverages.flatMap(({ roleDataEvents = {} }) =>
      Object.keys(roleDataEvents).map((key) => parseRoleEventsKey(key).role),
    ),
  );
  return (events, action, role) => {
    if (events.kind === 'data' && role !== undefined && watchedRoles.has(sessionPrefixOf(role))) {
      return watchedFor(events, action, past, role);
    }
    const what =
      events.kind === 'data'
        ? `data ${events.resourceTypes.join(' ')} ${events.beside ?? ''}`
        : `management ${serviceOf(action)}`;
    const key = [what, ...closedOf(past, action, role)].join(' ');
    const answer = known.get(key) ?? watchedFor(events, action, past, role);
    known.set(key, answer);
    return answer;
  };
}

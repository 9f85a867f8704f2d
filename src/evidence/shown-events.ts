import { getOrInsert } from '../base/get-or-insert.ts';
import { memoize } from '../base/memoize.ts';
import type { EpochMs } from '../base/time.ts';
import type { Observation, RecordedKind } from '../cloudtrail/observation.ts';
import { recordedBySelectors } from '../cloudtrail/trail-settings/recorded-by-selectors.ts';
import { isShownToRecord, knownSettings } from '../cloudtrail/trail-settings/recorded-period.ts';
import { type SessionPrefix, sessionPrefixOf } from '../cloudtrail/trail-settings/session-filter.ts';
import { type ShownEvents, shownOfTrail } from '../cloudtrail/trail-settings/shown-events.ts';
import type { RoleArn } from '../iam/arn.ts';
import type { RecordsRead } from './coverage.ts';
import { deliversTo, type TrailKnowledge } from './coverage-by-settings.ts';

/** Events that were read in one place. */
export interface ShownInPlace {
  readonly location: NonNullable<RecordsRead['location']>;
  readonly events: readonly ShownEvents[];
}

/** Gathers of which kinds events were read where a trail delivers. */
export interface ShownEventsList {
  add(evidence: { readonly observations: readonly Observation[]; readonly recorded?: readonly RecordedKind[] }): void;
  all(): readonly ShownEvents[];
}

/** Gathers nothing yet. @param until what happened later counts for nothing */
export function shownEventsList(until: EpochMs): ShownEventsList {
  /** By kind of events: the latest. */
  const ofAnybody = new Map<string, EpochMs>();
  /** By data event: its kinds, and by role its latest call. */
  const kinds = new Map<string, Set<string>>();
  const calls = new Map<string, Map<SessionPrefix, EpochMs>>();
  const prefixOf = memoize(sessionPrefixOf);
  const keep = <K>(latest: Map<K, EpochMs>, key: K, at: EpochMs): void => {
    if (at <= until && at > (latest.get(key) ?? Number.NEGATIVE_INFINITY)) latest.set(key, at);
  };
  return {
    add({ observations, recorded = [] }) {
      for (const { events, at, eventSource, eventName } of recorded) {
        keep(ofAnybody, events, at);
        if (events === 'management') continue;
        const event = `${eventSource} ${eventName}`;
        getOrInsert(kinds, event, () => new Set()).add(events);
      }
      for (const { principal, eventSource, eventName, at, repeats } of observations) {
        if (principal.arn === undefined) continue;
        const ofEvent = getOrInsert(calls, `${eventSource} ${eventName}`, () => new Map());
        keep(ofEvent, prefixOf(principal.arn), at <= until ? at : (repeats?.first ?? at));
      }
    },
    all: () => [
      ...[...ofAnybody].map(([events, at]) => ({ events, at })),
      ...[...kinds].flatMap(([event, [events, ...others]]) =>
        // Of an event of several kinds nobody knows which a role's call was.
        events === undefined || others.length > 0
          ? []
          : [...(calls.get(event) ?? [])].map(([role, at]) => ({ events, role, at })),
      ),
    ],
  };
}

/** Tells each trail what was read where it delivers. */
export function withShownEvents(
  trails: readonly TrailKnowledge[],
  read: readonly ShownInPlace[],
): readonly TrailKnowledge[] {
  return trails.map(({ trail, past }) => {
    const own = read.filter(({ location }) => deliversTo(trail, location)).flatMap(({ events }) => events);
    const others = trails.flatMap((other) =>
      other.trail.arn !== trail.arn && deliversTo(other.trail, trail) ? [other.trail] : [],
    );
    return { trail, past: { ...past, shown: shownOfTrail(own, others) } };
  });
}

/** The resource types that trails are set to record, of anybody or of one of these roles, and that may not have been on before this run. */
export function unshownTypes(trails: readonly TrailKnowledge[], roles: readonly RoleArn[] = []): ReadonlySet<string> {
  const types = trails.flatMap(({ trail, past }) => {
    const settings = knownSettings(trail, past);
    if (settings.by !== 'history') return [];
    const isShown = (type: string, role?: SessionPrefix) => isShownToRecord(type, role, settings, past);
    return recordedBySelectors(trail.selectors).data.filter(({ type, sessions }) =>
      sessions === undefined ? !isShown(type) : roles.some((role) => !isShown(type, sessionPrefixOf(role))),
    );
  });
  return new Set(types.map(({ type }) => type));
}

import type { EpochMs } from '../base/time.ts';
import { commonNames, EVERY_NAME, type EventNames, eitherNames } from '../cloudtrail/trail-settings/event-names.ts';
import type { RecordedDataEvents } from '../cloudtrail/trail-settings/recorded-events.ts';
import { admitsSessions, type SessionPrefix } from '../cloudtrail/trail-settings/session-filter.ts';
import { contains, type Intervals, union } from './intervals.ts';
import { roleEventsKey } from './role-events-key.ts';

/** Data events that a selector lets through, and when they were recorded and read. */
export interface RecordedSlice extends RecordedDataEvents {
  readonly period: Intervals;
  /** Of which roles it counts; absent: of all that the selector lets through. */
  readonly countsFor?: (role: SessionPrefix) => boolean;
}

/** Whether a selector leaves out nothing of a type but perhaps one half. */
export function isOfEverybody({ sessions, names }: RecordedDataEvents): boolean {
  return sessions === undefined && names === undefined;
}

/**
 * What was recorded and read of single roles, by `roleEventsKey`, of these types. Trails make
 * up for each other: a name that one leaves out, or a half, another may record at the same time.
 */
export function roleDataEvents(
  slices: readonly RecordedSlice[],
  types: ReadonlySet<string>,
  roles: readonly SessionPrefix[],
): Readonly<Record<string, Intervals>> {
  const found: Record<string, Intervals> = {};
  for (const type of types) {
    const ofType = slices.filter((slice) => slice.type === type);
    for (const role of new Set(roles)) {
      const own = ofType.filter(({ sessions = [] }) => admitsSessions(sessions, role));
      const counting = own.filter(({ countsFor }) => countsFor?.(role) !== false);
      for (const [muted, period] of byMutedNames(counting)) found[roleEventsKey({ type, role, muted })] = period;
      const set = namesOf(own);
      // Recorded from now on: nothing that would have to be switched on.
      if (set?.kind === 'allBut') found[roleEventsKey({ type, role, muted: set.names })] ??= [];
    }
  }
  return found;
}

/** When all but which names were recorded. */
function byMutedNames(slices: readonly RecordedSlice[]): readonly (readonly [readonly string[], Intervals])[] {
  const found = new Map<string, { readonly muted: readonly string[]; period: Intervals }>();
  const bounds = [...new Set(slices.flatMap(({ period }) => period.flatMap(({ from, to }) => [from, to])))].sort(
    (a, b) => a - b,
  );
  for (const [index, from] of bounds.entries()) {
    const to = bounds[index + 1];
    const names = to === undefined ? undefined : namesAt(slices, from);
    if (to === undefined || names?.kind !== 'allBut') continue;
    const key = names.names.join();
    const known = found.get(key) ?? { muted: names.names, period: [] };
    found.set(key, { ...known, period: union(known.period, [{ from, to }]) });
  }
  return [...found.values()].map(({ muted, period }) => [muted, period] as const);
}

/** The names of which both halves were recorded at a moment. */
function namesAt(slices: readonly RecordedSlice[], at: EpochMs): EventNames | undefined {
  return namesOf(slices.filter(({ period }) => contains(period, at)));
}

function namesOf(slices: readonly RecordedSlice[]): EventNames | undefined {
  const of = (half: 'readOnly' | 'writeOnly'): EventNames | undefined => {
    const names = slices.filter((slice) => slice.half === 'all' || slice.half === half).map((slice) => slice.names);
    return names.length === 0 ? undefined : names.map((each = EVERY_NAME) => each).reduce(eitherNames);
  };
  const [reads, writes] = [of('readOnly'), of('writeOnly')];
  return reads === undefined || writes === undefined ? undefined : commonNames(reads, writes);
}

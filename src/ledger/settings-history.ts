import { joinMaps, mapValues } from '../base/join.ts';
import type { EpochMs } from '../base/time.ts';

/** What something looked like each time a run looked: a trail's settings, say, as a text that is equal for equal settings. */
export type SettingsHistory = ReadonlyMap<EpochMs, string>;

/** Both together. */
export function joinSettings(a: SettingsHistory, b: SettingsHistory): SettingsHistory {
  return joinMaps(a, b, (left, right) => (left >= right ? left : right));
}

/** Without those before `from`; nothing where all are. */
export function settingsSince(settings: SettingsHistory, from: EpochMs): SettingsHistory | undefined {
  const kept = mapValues(settings, (state, at) => (at >= from ? state : undefined));
  return kept.size === 0 ? undefined : kept;
}

/**
 * The latest unbroken row of settings, when they were of this very state. Its last is the latest `before` a moment, where
 * there is one so early: a run of just now must not hide the one of last night. `closely`: none of the row, up to a moment, may
 * lie further `apart` (milliseconds) from the next.
 */
export function currentStreak(
  settings: SettingsHistory | undefined,
  state: string,
  before: EpochMs = Number.POSITIVE_INFINITY,
  closely?: { readonly until: EpochMs; readonly apart: number },
): { readonly first: EpochMs; readonly last: EpochMs } | undefined {
  const newestFirst = [...(settings ?? [])].sort(([a], [b]) => b - a);
  const end = newestFirst.findIndex(([at, seen], index) => {
    const next = newestFirst[index - 1]?.[0] ?? closely?.until ?? at;
    return seen !== state || next - at > (closely?.apart ?? Number.POSITIVE_INFINITY);
  });
  const row = end === -1 ? newestFirst : newestFirst.slice(0, end);
  const last = row.find(([at]) => at < before) ?? row[0];
  const first = row.at(-1);
  return first === undefined || last === undefined ? undefined : { first: first[0], last: last[0] };
}

/** When something last looked otherwise; undefined where it never did. */
export function lastDifferent(settings: SettingsHistory | undefined, state: string): EpochMs | undefined {
  const others = [...(settings ?? [])].filter(([, seen]) => seen !== state).map(([at]) => at);
  return others.length === 0 ? undefined : Math.max(...others);
}

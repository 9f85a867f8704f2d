import { DAY_MS } from '../base/time.ts';
import { notificationProblems } from './notification-settings.ts';
import type { GivenSettings, SettingName, SettingValues } from './settings.ts';

/** Leaves ten nights to come back after an outage. */
const MAX_REFRESH = 80 * DAY_MS;

/**
 * What is wrong with settings that are right each for itself: a sentence each, none where they go together.
 *
 * @param given the settings as text
 */
export function settingProblems(
  values: SettingValues,
  given: GivenSettings,
  nameOf: (setting: SettingName) => string,
): readonly string[] {
  return [
    ...notificationProblems(values, nameOf),
    ...(values.refresh > MAX_REFRESH
      ? [
          `${nameOf('refresh')} is "${given.refresh}": expected at most 80d, since Security Hub deletes findings after 90`,
        ]
      : []),
    ...(values.minWatched > values.lookback
      ? [
          `${nameOf('minWatched')} is longer than ${nameOf('lookback')} (${given.lookback ?? '90d'}): nothing could ever be watched that long; lower the one or raise the other`,
        ]
      : []),
    ...sourceProblems(values, nameOf),
  ];
}

function sourceProblems(values: SettingValues, nameOf: (setting: SettingName) => string): readonly string[] {
  const needs = [
    ['trail', 'trailUri', 's3://bucket/prefix or a directory, where the source trail reads'],
    ['athena', 'athenaTable', 'the DATABASE.TABLE that the source athena asks'],
  ] as const;
  return needs
    .filter(([source, setting]) => values.sources.includes(source) !== (values[setting] !== undefined))
    .map(([source, setting, expected]) =>
      values[setting] === undefined
        ? `${nameOf(setting)} is not set: expected ${expected}`
        : `${nameOf(setting)} is set, but ${source} is not among ${nameOf('sources')}: expected both or neither`,
    );
}

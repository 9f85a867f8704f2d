import { DAY_MS } from '../base/time.ts';
import { SOURCE_NAMES, type SourceName } from '../evidence/source-name.ts';
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
    ...(values.catalogRefresh === 'weekly' && !isLedgerInS3(values)
      ? [
          `${nameOf('catalogRefresh')} is "weekly": expected ${nameOf('reportBucket')}, or ${nameOf('ledger')} in S3, with it, beside which the catalogue is kept`,
        ]
      : []),
    ...ignoredAndAudited(values).map(
      (region) =>
        `${nameOf('ignoreRegions')} names ${region}, which ${nameOf('regions')} has audited: expected it in one of them`,
    ),
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
    ...ledgerProblems(values, nameOf),
  ];
}

/** The setting that says where a source reads; undefined where nothing has to be said. */
const NEEDS: Readonly<Record<SourceName, { readonly setting: SettingName; readonly expected: string } | undefined>> = {
  lookup: undefined,
  trail: { setting: 'trailUri', expected: 's3://bucket/prefix or a directory, where the source trail reads' },
  athena: { setting: 'athenaTable', expected: 'the DATABASE.TABLE that the source athena asks' },
  'last-accessed': undefined,
};

function sourceProblems(values: SettingValues, nameOf: (setting: SettingName) => string): readonly string[] {
  return SOURCE_NAMES.flatMap((source) => {
    const need = NEEDS[source];
    if (need === undefined) return [];
    const { setting, expected } = need;
    const isSet = values[setting] !== undefined;
    const { auto, named } = values.sources;
    // Places and a table are given beside what `auto` finds by itself.
    if (named.includes(source) === isSet || (auto && (isSet || source === 'trail'))) return [];
    return isSet
      ? [`${nameOf(setting)} is set, but ${source} is not among ${nameOf('sources')}: expected both or neither`]
      : [`${nameOf(setting)} is not set: expected ${expected}`];
  });
}

/** A ledger is signed with a key and an anchor, or not at all: a signature without an anchor does not tell old from new. */
function ledgerProblems(values: SettingValues, nameOf: (setting: SettingName) => string): readonly string[] {
  const pair = ['ledgerKey', 'ledgerAnchor'] as const;
  const given = pair.filter((setting) => values[setting] !== undefined);
  if (given.length === 0) return [];
  const absent = pair.find((setting) => values[setting] === undefined);
  if (absent !== undefined) {
    const [set] = given;
    return [`${nameOf(absent)} is not set, but ${set === undefined ? '' : nameOf(set)} is: expected both or neither`];
  }
  const isKept = values.ledger === undefined ? values.reportBucket !== undefined : values.ledger !== 'none';
  return isKept ? [] : [`${nameOf('ledgerKey')} is set, but no ledger is kept: expected ${nameOf('ledger')} with it`];
}

function ignoredAndAudited({ regions, ignoreRegions = [] }: SettingValues): readonly string[] {
  if (regions === 'all') return [];
  return ignoreRegions.map(({ region }) => region).filter((region) => regions.includes(region));
}

function isLedgerInS3({ ledger, reportBucket }: SettingValues): boolean {
  if (ledger === undefined) return reportBucket !== undefined;
  return ledger !== 'none' && ledger.kind === 's3';
}

import { looksSecret } from '../base/looks-secret.ts';
import { didYouMean } from '../base/nearest.ts';
import type { SourceName } from '../evidence/coverage.ts';
import type { Exception } from '../findings/exceptions/exception.ts';
import type { Severity } from '../findings/finding.ts';
import type { Owners } from '../findings/owners.ts';
import type { SeverityOverrides } from '../findings/severity-overrides.ts';
import type { LedgerLocation } from './ledger-location.ts';
import { type NotificationSettings, notificationSettings } from './notification-settings.ts';
import { type ConfigFile, NO_CONFIG_FILE } from './parse-config-file.ts';
import { settingProblems } from './setting-problems.ts';
import { type GivenSettings, SETTING_NAMES, type SettingName, settings, settingsIn, variableOf } from './settings.ts';
import type { TrailLocation } from './trail-location.ts';

/** The configuration of one run; what cannot be wrong any more. Durations are milliseconds. */
export interface Config {
  /** Regions whose task definitions are audited. CloudTrail is always read in every enabled Region. */
  readonly regions: 'all' | readonly string[];
  /** Patterns of the families whose roles are audited; all where absent. */
  readonly families?: readonly string[];
  readonly sources: readonly SourceName[];
  /** Where the log files of trails are; not empty when `trail` is a source. */
  readonly trails: readonly TrailLocation[];
  /** The trail's table; present when `athena` is a source. */
  readonly athena?: { readonly database: string; readonly table: string; readonly workgroup: string };
  readonly lookback: number;
  /** Minimum age of a role and of a grant before anything may be `unused`. */
  readonly minAge: number;
  /** Minimum uninterrupted time watched before anything may be `unused`. */
  readonly minWatched: number;
  /** An unchanged finding is imported again after this long; Security Hub deletes those not updated for 90 days. */
  readonly refresh: number;
  /** Severities that take the place of a rule's own. */
  readonly severities: SeverityOverrides;
  /** The key of role tags that accept findings; absent where tags accept nothing. */
  readonly acceptTag?: string;
  /** The gravest finding that such a tag accepts: whoever runs a workload can tag its role. */
  readonly acceptTagSeverity: Severity;
  /** Only the configuration file has these. */
  readonly exceptions: readonly Exception[];
  readonly owners: Owners;
  readonly publish: boolean;
  readonly notify: boolean;
  readonly notifications: NotificationSettings;
  readonly report?: { readonly bucket: string; readonly prefix: string };
  /** Where what is learned is kept from run to run: beside the reports, unless said otherwise. */
  readonly ledger?: LedgerLocation;
  readonly logLevel: 'DEBUG' | 'INFO' | 'WARN' | 'ERROR';
}

/** Configuration that cannot be used. The message lists every bad setting, the value given and the form expected. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Reads settings given as text, over those of the configuration file. `nameOf` says what the user calls a setting, so that messages
 * name what was typed. Throws `ConfigError`, with every problem of both.
 */
export function readSettings(
  given: GivenSettings,
  nameOf: (setting: SettingName) => string,
  file: ConfigFile = NO_CONFIG_FILE,
): Config {
  const all = { ...file.settings, ...given };
  const nameIn = (setting: SettingName): string =>
    given[setting] === undefined && file.settings[setting] !== undefined ? file.nameOf(setting) : nameOf(setting);
  const parsed = settings.safeParse(all);
  const problems = parsed.success
    ? []
    : parsed.error.issues.map((issue) => {
        const setting = issue.path[0] as SettingName;
        return `${nameIn(setting)} ${shown(all[setting])}: ${issue.message}`;
      });
  if (!parsed.success || file.problems.length > 0) return refuse([...file.problems, ...problems]);
  const values = parsed.data;
  const together = settingProblems(values, all, nameIn);
  if (together.length > 0) return refuse(together);
  const [database, table] = values.athenaTable?.split('.') ?? [];
  const keptIn = ledgerLocation(values.ledger, values.reportBucket);
  return {
    regions: values.regions,
    ...(values.families !== undefined && { families: values.families }),
    sources: values.sources,
    trails: values.trailUri ?? [],
    ...(database !== undefined &&
      table !== undefined && { athena: { database, table, workgroup: values.athenaWorkgroup } }),
    lookback: values.lookback,
    minAge: values.minAge,
    minWatched: values.minWatched,
    refresh: values.refresh,
    severities: values.severity,
    ...(values.acceptTag !== 'none' && { acceptTag: values.acceptTag }),
    acceptTagSeverity: values.acceptTagSeverity,
    exceptions: file.exceptions,
    owners: file.owners,
    publish: values.publish,
    notify: values.notify,
    notifications: notificationSettings(values),
    ...(values.reportBucket !== undefined && { report: { bucket: values.reportBucket, prefix: values.reportPrefix } }),
    ...(keptIn && { ledger: keptIn }),
    logLevel: values.logLevel,
  };
}

/**
 * Reads the configuration from environment variables whose names begin with `AUDITOR_`. One that nobody knows is an
 * error: a misspelt setting must not be ignored in silence. Throws `ConfigError`.
 *
 * @param file the configuration file that `AUDITOR_CONFIG` names, read; see `loadConfig`
 */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
  file: ConfigFile = NO_CONFIG_FILE,
): Config {
  const { given, unknown } = settingsIn(environment);
  const known = SETTING_NAMES.map(variableOf);
  const misspelt = unknown.map((name) => {
    const meant = didYouMean(name, known);
    return `${name} is not a setting${meant === '' ? `; known are ${known.join(', ')}` : meant}`;
  });
  return readSettings(given, variableOf, { ...file, problems: [...misspelt, ...file.problems] });
}

/** Webhook URLs and tokens in the wrong place must not be echoed back. */
function shown(value: string | undefined): string {
  if (value === undefined) return 'is not set';
  if (value.includes('://')) return 'holds a URL (not shown)';
  return looksSecret(value) ? 'holds a secret (not shown)' : `is "${value}"`;
}

function refuse(lines: readonly string[]): never {
  throw new ConfigError(`Cannot use the configuration: ${lines.join('; ')}`);
}

function ledgerLocation(
  given: LedgerLocation | 'none' | undefined,
  reportBucket: string | undefined,
): LedgerLocation | undefined {
  if (given === 'none') return undefined;
  if (given !== undefined || reportBucket === undefined) return given;
  return { kind: 's3', bucket: reportBucket, prefix: 'ledger' };
}

import { z } from 'zod';
import { DAY_MS } from './base/time.ts';
import type { SourceName } from './evidence/coverage.ts';
import type { Exception } from './findings/exception.ts';
import { NO_OWNERS, type Owners } from './findings/owners.ts';
import type { SeverityOverrides } from './findings/severity.ts';
import { ACCEPT_TAG } from './findings/tagged-exceptions.ts';
import type { LedgerLocation } from './ledger-location.ts';
import { duration, ledger, onOff, regions, severities, sources, TIME_UNITS, tagKey, trails } from './setting-forms.ts';
import { looksSecret, TELLING_FORMS, type Telling, tellingOf, tellingProblems } from './telling-settings.ts';
import type { TrailLocation } from './trail-location.ts';

/** The configuration of one run; what cannot be wrong any more. Durations are milliseconds. */
export interface Config {
  /** Regions whose task definitions are audited. CloudTrail is always read in every enabled Region. */
  readonly regions: 'all' | readonly string[];
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
  /** Only the configuration file has these. */
  readonly exceptions: readonly Exception[];
  readonly owners: Owners;
  readonly publish: boolean;
  readonly notify: boolean;
  readonly telling: Telling;
  readonly report?: { readonly bucket: string; readonly prefix: string };
  /** Where what is learned is kept from run to run: beside the reports, unless said otherwise. */
  readonly ledger?: LedgerLocation;
  readonly logLevel: 'DEBUG' | 'INFO' | 'WARN' | 'ERROR';
}

/** Configuration that cannot be used. The message lists every bad setting, the value given and the form expected. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** Leaves ten nights to come back after an outage. */
const MAX_REFRESH = 80 * DAY_MS;
const settings = z.strictObject({
  regions: regions.default('all'),
  sources: sources.default(['lookup']),
  trailUri: trails.optional(),
  athenaTable: z
    .string()
    .regex(/^[A-Za-z_]\w*\.[A-Za-z_]\w*$/, 'expected DATABASE.TABLE, of letters, digits and underscores')
    .optional(),
  athenaWorkgroup: z
    .string()
    .regex(/^[\w.-]{1,128}$/, 'expected the name of an Athena workgroup')
    .default('primary'),
  lookback: duration(1, `a duration such as 90d ${TIME_UNITS}`).default(90 * DAY_MS),
  minAge: duration(0, `a duration such as 30d ${TIME_UNITS}`).default(30 * DAY_MS),
  minWatched: duration(1, `a duration such as 30d ${TIME_UNITS}, longer than zero`).default(30 * DAY_MS),
  severity: severities.default({}),
  refresh: duration(0, `a duration such as 30d ${TIME_UNITS}`).default(30 * DAY_MS),
  acceptTag: tagKey.default(ACCEPT_TAG),
  publish: onOff.default(true),
  notify: onOff.default(true),
  ...TELLING_FORMS,
  reportBucket: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'expected the name of an S3 bucket, without s3://')
    .optional(),
  reportPrefix: z
    .string()
    .regex(/^([\w.-]+\/)*$/, 'expected a key prefix that ends in a slash, such as reports/')
    .default('reports/'),
  ledger: ledger.optional(),
  logLevel: z
    .enum(['DEBUG', 'INFO', 'WARN', 'ERROR'], { error: 'expected DEBUG, INFO, WARN or ERROR' })
    .default('INFO'),
});

/** A setting, as the environment (`AUDITOR_MIN_AGE`) and the command line (`--min-age`) both know it. */
export type SettingName = keyof typeof settings.shape;

export const SETTING_NAMES = Object.keys(settings.shape) as readonly SettingName[];

/** Webhook URLs and tokens in the wrong place must not be echoed back. */
function shown(value: string | undefined): string {
  if (value === undefined) return 'is not set';
  if (value.includes('://')) return 'holds a URL (not shown)';
  return looksSecret(value) ? 'holds a secret (not shown)' : `is "${value}"`;
}

function refuse(lines: readonly string[]): never {
  throw new ConfigError(`Cannot use the configuration: ${lines.join('; ')}`);
}

/**
 * Reads settings given as text. `nameOf` says what the user calls a setting, so that messages name what was typed.
 * Throws `ConfigError`.
 */
export function readSettings(
  given: Readonly<Partial<Record<SettingName, string>>>,
  nameOf: (setting: SettingName) => string,
): Config {
  const parsed = settings.safeParse(given);
  if (!parsed.success) {
    return refuse(
      parsed.error.issues.map((issue) => {
        const setting = issue.path[0] as SettingName;
        return `${nameOf(setting)} ${shown(given[setting])}: ${issue.message}`;
      }),
    );
  }
  const values = parsed.data;
  const telling = tellingProblems(values, nameOf);
  if (telling.length > 0) refuse(telling);
  if (values.refresh > MAX_REFRESH) {
    refuse([
      `${nameOf('refresh')} is "${given.refresh}": expected at most 80d, since Security Hub deletes findings after 90`,
    ]);
  }
  if (values.minWatched > values.lookback) {
    refuse([
      `${nameOf('minWatched')} is longer than ${nameOf('lookback')} (${given.lookback ?? '90d'}): nothing could ever be watched that long; lower the one or raise the other`,
    ]);
  }
  if (values.sources.includes('trail') !== (values.trailUri !== undefined)) {
    refuse([
      values.trailUri === undefined
        ? `${nameOf('trailUri')} is not set: expected s3://bucket/prefix or a directory, where the source trail reads`
        : `${nameOf('trailUri')} is set, but trail is not among ${nameOf('sources')}: expected both or neither`,
    ]);
  }
  if (values.sources.includes('athena') !== (values.athenaTable !== undefined)) {
    refuse([
      values.athenaTable === undefined
        ? `${nameOf('athenaTable')} is not set: expected the DATABASE.TABLE that the source athena asks`
        : `${nameOf('athenaTable')} is set, but athena is not among ${nameOf('sources')}: expected both or neither`,
    ]);
  }
  const [database, table] = values.athenaTable?.split('.') ?? [];
  const keptIn = ledgerLocation(values.ledger, values.reportBucket);
  return {
    regions: values.regions,
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
    exceptions: [],
    owners: NO_OWNERS,
    publish: values.publish,
    notify: values.notify,
    telling: tellingOf(values),
    ...(values.reportBucket !== undefined && { report: { bucket: values.reportBucket, prefix: values.reportPrefix } }),
    ...(keptIn && { ledger: keptIn }),
    logLevel: values.logLevel,
  };
}

function ledgerLocation(
  given: LedgerLocation | 'none' | undefined,
  reportBucket: string | undefined,
): LedgerLocation | undefined {
  if (given === 'none') return undefined;
  if (given !== undefined || reportBucket === undefined) return given;
  return { kind: 's3', bucket: reportBucket, prefix: 'ledger' };
}

const PREFIX = 'AUDITOR_';

/** The environment variable of a setting: `minAge` is `AUDITOR_MIN_AGE`. */
export function variableOf(setting: SettingName): string {
  return PREFIX + setting.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}

/**
 * Reads the configuration from environment variables whose names begin with `AUDITOR_`. One that nobody knows is an
 * error: a misspelt setting must not be ignored in silence. An empty one counts as not set, since that is how
 * CloudFormation passes parameters left out. Throws `ConfigError`.
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const byVariable = new Map(SETTING_NAMES.map((setting) => [variableOf(setting), setting]));
  const given: Partial<Record<SettingName, string>> = {};
  const unknown: string[] = [];
  for (const [name, value] of Object.entries(environment)) {
    if (!name.startsWith(PREFIX) || value === undefined || value === '') continue;
    const setting = byVariable.get(name);
    if (setting === undefined) unknown.push(name);
    else given[setting] = value;
  }
  if (unknown.length > 0) {
    refuse(unknown.map((name) => `${name} is not a setting; known are ${[...byVariable.keys()].join(', ')}`));
  }
  return readSettings(given, variableOf);
}

import type { AuditSettings } from '../audit-settings.ts';
import { looksSecret } from '../base/looks-secret.ts';
import { didYouMean } from '../base/nearest.ts';
import { SOURCE_NAMES, type SourceName } from '../evidence/source-name.ts';
import type { LedgerLocation, LedgerSigning } from './ledger-location.ts';
import { type NotificationSettings, notificationSettings } from './notification-settings.ts';
import { type OrganizationSettings, organizationSettings } from './organization-settings.ts';
import { type ConfigFile, NO_CONFIG_FILE } from './parse-config-file.ts';
import { settingProblems } from './setting-problems.ts';
import {
  type GivenSettings,
  SETTING_NAMES,
  type SettingName,
  type SettingValues,
  settings,
  settingsIn,
  variableOf,
} from './settings.ts';
import type { TrailLocation } from './trail-location.ts';

/** The configuration of a run, parsed: what shapes its audit, and where everything is. */
export interface Config {
  /** What shapes the audit, wherever it runs. */
  readonly audit: AuditSettings;
  /** True where the trails of the account are looked for, and read where they can be. */
  readonly findsTrails: boolean;
  /** Where the log files of trails are, as far as it is given. */
  readonly trails: readonly TrailLocation[];
  /** The trail's table; present when `athena` is a source. */
  readonly athena?: { readonly database: string; readonly table: string; readonly workgroup: string };
  readonly publish: boolean;
  readonly notify: boolean;
  readonly notifications: NotificationSettings;
  readonly report?: { readonly bucket: string; readonly prefix: string };
  /** Where what is learned is kept from run to run: beside the reports, unless said otherwise. */
  readonly ledger?: LedgerLocation;
  /** Where the catalogue of IAM actions is kept, and renewed every week; absent where that is not wanted. */
  readonly storedCatalog?: { readonly bucket: string; readonly prefix: string };
  /** Where others may keep a catalogue of IAM actions; absent where it is renewed (`storedCatalog`), or nothing is kept in a bucket. */
  readonly othersCatalog?: { readonly bucket: string; readonly prefix: string };
  /** How the ledger is signed; absent where it is not. */
  readonly ledgerSigning?: LedgerSigning;
  /** What concerns an organization; audits of one account pass over it. */
  readonly organization: OrganizationSettings;
  /** Where runs over an organization are kept; absent where no bucket is configured. */
  readonly organizationRuns?: { readonly bucket: string; readonly prefix: string };
  readonly logLevel: 'DEBUG' | 'INFO' | 'WARN' | 'ERROR';
}

/** Configuration that cannot be used. The message lists every bad setting, the value given and the form expected. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Reads settings given as text, over those of the configuration file. `nameOf` says what the user calls a setting, so that messages
 * name what was typed.
 *
 * @throws {ConfigError} when a setting or the file cannot be used; the message holds every problem of both
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
    audit: {
      regions: values.regions,
      ...(values.ignoreRegions !== undefined && { ignoreRegions: values.ignoreRegions }),
      ...(values.families !== undefined && { families: values.families }),
      sources: sourcesOf(values),
      lookback: values.lookback,
      minAge: values.minAge,
      minWatched: values.minWatched,
      refresh: values.refresh,
      severities: values.severity,
      ...(values.acceptTag !== 'none' && { acceptTag: values.acceptTag }),
      acceptTagSeverity: values.acceptTagSeverity,
      publishFrom: values.publishFrom,
      exceptions: file.exceptions,
      owners: file.owners,
    },
    findsTrails: values.sources.auto,
    trails: values.trailUri ?? [],
    ...(database !== undefined &&
      table !== undefined && { athena: { database, table, workgroup: values.athenaWorkgroup } }),
    publish: values.publish,
    notify: values.notify,
    notifications: notificationSettings(values),
    ...(values.reportBucket !== undefined && { report: { bucket: values.reportBucket, prefix: values.reportPrefix } }),
    ...(keptIn && { ledger: keptIn }),
    ...(keptIn?.kind === 's3' && {
      [values.catalogRefresh === 'weekly' ? 'storedCatalog' : 'othersCatalog']: besideLedger(keptIn, 'catalog'),
      organizationRuns: besideLedger(keptIn, 'organization'),
    }),
    ...(values.ledgerKey !== undefined &&
      values.ledgerAnchor !== undefined && {
        ledgerSigning: { keyArn: values.ledgerKey, anchorParameter: values.ledgerAnchor },
      }),
    organization: organizationSettings(values),
    logLevel: values.logLevel,
  };
}

/**
 * Reads the configuration from environment variables whose names begin with `AUDITOR_`. One that nobody knows is an
 * error: a misspelt setting must not be ignored in silence.
 *
 * @param file the configuration file that `AUDITOR_CONFIG` names, read; see `loadConfig`
 * @throws {ConfigError} when a setting or the file cannot be used, or a variable is no setting
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

/** `auto` reads all there is; a table only where one is given. */
function sourcesOf({ sources: { auto, named }, athenaTable }: SettingValues): readonly SourceName[] {
  if (!auto) return named;
  return SOURCE_NAMES.filter((name) => name !== 'athena' || athenaTable !== undefined);
}

/** Webhook URLs and tokens in the wrong place must not be echoed back. */
function shown(value: string | undefined): string {
  if (value === undefined) return 'is not set';
  if (/^(?!s3:)[a-z][a-z0-9+.-]*:\/\//i.test(value)) return 'holds a URL (not shown)';
  return looksSecret(value) ? 'holds a secret (not shown)' : `is "${value.trimEnd()}"`;
}

function refuse(lines: readonly string[]): never {
  const [only = '', ...others] = lines;
  const list = others.length === 0 ? ` ${only}` : `\n${lines.map((line) => `  ${line}`).join('\n')}`;
  throw new ConfigError(`Cannot use the configuration:${list}`);
}

/** `team/catalog` beside `team/ledger`. */
function besideLedger({ bucket, prefix }: Extract<LedgerLocation, { readonly kind: 's3' }>, folder: string) {
  return { bucket, prefix: prefix.replace(/[^/]*$/, folder) };
}

function ledgerLocation(
  given: LedgerLocation | 'none' | undefined,
  reportBucket: string | undefined,
): LedgerLocation | undefined {
  if (given === 'none') return undefined;
  if (given !== undefined || reportBucket === undefined) return given;
  return { kind: 's3', bucket: reportBucket, prefix: 'ledger' };
}

import type { Command } from 'commander';
import { type Config, readSettings } from '../config/config.ts';
import { type ConfigFile, NO_CONFIG_FILE } from '../config/parse-config-file.ts';
import { SOURCE_CHOICES } from '../config/setting-forms.ts';
import type { SettingName } from '../config/settings.ts';
import { parseTrailLocation } from '../config/trail-location.ts';
import { collect } from './collect.ts';
import { choicesOption, GROUPS } from './help.ts';
import { requireTrailDirectory } from './trail-directory.ts';

/** The options that say what an audit reads, and what counts as enough of it. */
export interface EvidenceOptions {
  readonly config?: string;
  readonly regions?: readonly string[];
  readonly source?: readonly string[];
  readonly trailUri?: readonly string[];
  readonly athenaTable?: string;
  readonly athenaWorkgroup?: string;
  readonly lookback?: string;
  readonly ledger?: string;
  readonly ledgerKey?: string;
  readonly ledgerAnchor?: string;
  readonly minAge?: string;
  readonly minWatched?: string;
}

/** Gives a command the options that shape an audit. */
export function withEvidenceOptions(command: Command): Command {
  return command
    .optionsGroup(GROUPS.what)
    .option(
      '--regions <list>',
      'Regions whose task definitions are audited: comma-separated, repeatable, or all (default: all)',
      collect,
    )
    .optionsGroup(GROUPS.evidence)
    .addOption(
      choicesOption(
        '--source <name>',
        'where use is looked for, repeatable (default: auto, every trail that can be read included)',
        SOURCE_CHOICES,
      ),
    )
    .option(
      '--trail-uri <uri>',
      'log files of trails beside those that auto finds, or for --source trail, repeatable: s3://bucket/prefix, or a directory',
      collect,
    )
    .option(
      '--athena-table <database.table>',
      'the trail’s table for --source athena, or for what auto finds too large to read',
    )
    .option('--athena-workgroup <name>', 'Athena workgroup that runs the query (default: primary)')
    .option('--lookback <duration>', 'how far back use is looked for (default: 90d)')
    .option('--ledger <place>', 'what earlier runs kept: s3://bucket/prefix, a directory, or none (default: none)')
    .option('--ledger-key <arn>', 'KMS key (HMAC_256) that signs it, so that changes by others are noticed')
    .option('--ledger-anchor <name>', 'SSM parameter that says how far a signed ledger has come')
    .option('--min-age <duration>', 'younger roles and grants are never called unused (default: 45d)')
    .option('--min-watched <duration>', 'nothing watched for less than this is called unused (default: 45d)')
    .optionsGroup(GROUPS.settings)
    .option('--config <file>', 'settings, exceptions and owners, as YAML or JSON: a path, or s3://bucket/key');
}

/**
 * The configuration that options come to, over the file they name.
 *
 * @throws {ConfigError} when an option or the file cannot be used; options are named as they were typed
 * @throws {UsageError} when a directory of log files is not there
 */
export async function configFromOptions(
  options: EvidenceOptions,
  more: Readonly<Partial<Record<SettingName, string | undefined>>>,
): Promise<Config> {
  const given: Partial<Record<SettingName, string | undefined>> = {
    regions: options.regions?.join(','),
    sources: options.source?.join(','),
    trailUri: options.trailUri?.map((uri) => `${uri}\n`).join(''),
    athenaTable: options.athenaTable,
    athenaWorkgroup: options.athenaWorkgroup,
    lookback: options.lookback,
    ledger: options.ledger,
    ledgerKey: options.ledgerKey,
    ledgerAnchor: options.ledgerAnchor,
    minAge: options.minAge,
    minWatched: options.minWatched,
    ...more,
  };
  const set = Object.entries(given).filter((entry): entry is [SettingName, string] => entry[1] !== undefined);
  const config = readSettings(Object.fromEntries(set), optionOf, await configFileOf(options));
  for (const uri of options.trailUri ?? []) {
    const place = parseTrailLocation(uri);
    if (place.ok && place.value.kind === 'directory') await requireTrailDirectory(place.value.path);
  }
  return config;
}

/**
 * The configuration file that `--config` names, if any. What reads it is loaded only then.
 *
 * @throws {ConfigError} when it cannot be read
 */
export async function configFileOf({ config }: Pick<EvidenceOptions, 'config'>): Promise<ConfigFile> {
  if (config === undefined) return NO_CONFIG_FILE;
  const { readConfigFile } = await import('../wiring/load-config.ts');
  return readConfigFile(config);
}

/** What the user calls a setting: `minAge` is `--min-age`. */
function optionOf(setting: SettingName): string {
  if (setting === 'sources') return '--source';
  if (setting === 'memberRole') return '--role-name';
  return `--${setting.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

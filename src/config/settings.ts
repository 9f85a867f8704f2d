import { z } from 'zod';
import { BUCKET_NAME } from '../base/s3-uri.ts';
import { DAY_MS } from '../base/time.ts';
import { ACCEPT_TAG, TAGS_ACCEPT } from '../findings/exceptions/tagged-exceptions.ts';
import { SEVERITIES } from '../findings/finding.ts';
import { NOTIFICATION_FORMS } from './notification-settings.ts';
import { ORGANIZATION_FORMS } from './organization-settings.ts';
import {
  duration,
  families,
  ignoredRegions,
  ledger,
  onOff,
  regions,
  severities,
  sources,
  TIME_UNITS,
  tagKey,
  trails,
} from './setting-forms.ts';

/** Every setting: the texts it is given as, what they come to, and what it is without one. */
export const settings = z.strictObject({
  config: z.string().optional().describe('Where the configuration file is: s3://bucket/key, or a path.'),
  regions: regions
    .default('all')
    .describe('Regions whose task definitions are audited, or all. CloudTrail is read in every enabled Region.'),
  ignoreRegions: ignoredRegions
    .optional()
    .describe(
      'Regions that nobody can use, each with the reason: REGION=REASON, separated by semicolons. They are neither audited nor watched.',
    ),
  families: families
    .optional()
    .describe('Task-definition families that are audited, all where absent; * and ? are wildcards.'),
  sources: sources
    .default({ auto: true, named: [] })
    .describe(
      'Where use is looked for: auto (event history, last-accessed data and every trail of the account that can be read), or lookup, trail, athena, last-accessed, or none.',
    ),
  trailUri: trails
    .optional()
    .describe(
      'Log files of trails, for the source trail or beside those that auto finds: s3://bucket/prefix or a directory, one or several.',
    ),
  athenaTable: z
    .string()
    .regex(/^[A-Za-z_]\w*\.[A-Za-z_]\w*$/, 'expected DATABASE.TABLE, of letters, digits and underscores')
    .optional()
    .describe('The trail’s table, for the source athena, or for what auto finds too large to be read: DATABASE.TABLE.'),
  athenaWorkgroup: z
    .string()
    .regex(/^[\w.-]{1,128}$/, 'expected the name of an Athena workgroup')
    .default('primary')
    .describe('The Athena workgroup that runs the query.'),
  lookback: duration(1, `a duration such as 90d ${TIME_UNITS}`)
    .default(90 * DAY_MS)
    .describe('How far back use is looked for, such as 90d.'),
  minAge: duration(0, `a duration such as 45d ${TIME_UNITS}`)
    .default(45 * DAY_MS)
    .describe('A role or grant younger than this is never called unused.'),
  minWatched: duration(1, `a duration such as 45d ${TIME_UNITS}`)
    .default(45 * DAY_MS)
    .describe('Nothing watched for less than this is called unused.'),
  severity: severities.default({}).describe('Severities that take the place of a rule’s own, by rule.'),
  refresh: duration(0, `a duration such as 30d ${TIME_UNITS}`)
    .default(30 * DAY_MS)
    .describe('An unchanged finding is imported again after this long, at most 80d.'),
  acceptTag: tagKey.default(ACCEPT_TAG).describe('Key of the role tags that accept findings until a day, or none.'),
  acceptTagSeverity: z
    .enum(SEVERITIES, { error: `expected one of ${SEVERITIES.join(', ')}` })
    .default(TAGS_ACCEPT)
    .describe('The gravest finding that such a tag accepts; what is worse only the configuration file can accept.'),
  publishFrom: z
    .enum(SEVERITIES, { error: `expected one of ${SEVERITIES.join(', ')}` })
    .default('LOW')
    .describe('The mildest finding that is written to Security Hub; the report has all of them.'),
  publish: onOff.default(true).describe('Whether findings are written to Security Hub.'),
  notify: onOff.default(true).describe('Whether messages are sent to people.'),
  ...NOTIFICATION_FORMS,
  reportBucket: z
    .string()
    .regex(BUCKET_NAME, 'expected the name of an S3 bucket, without s3://')
    .optional()
    .describe('S3 bucket for the full report of each run.'),
  reportPrefix: z
    .string()
    .regex(/^([\w.-]+\/)*$/, 'expected a key prefix that ends in a slash, such as reports/')
    .default('reports/')
    .describe('Where in the bucket; ends in a slash.'),
  ledger: ledger.optional().describe('What is kept from run to run: s3://bucket/prefix, a directory, or none.'),
  catalogRefresh: z
    .enum(['weekly', 'none'], { error: 'expected weekly or none' })
    .default('none')
    .describe(
      'Whether the catalogue of IAM actions is renewed from AWS’s public service reference, and kept in the bucket beside the ledger: weekly, or none.',
    ),
  ledgerKey: z
    .string()
    .regex(
      /^arn:[a-z-]+:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/,
      'expected the ARN of a KMS key (not of an alias), such as arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab',
    )
    .optional()
    .describe('ARN of a KMS key of the kind HMAC_256 that signs the ledger, so that changes by others are noticed.'),
  ledgerAnchor: z
    .string()
    .regex(/^\/?[\w./-]{1,1000}$/, 'expected the name of an SSM parameter, such as /ecs-role-auditor/ledger')
    .optional()
    .describe('Name of the SSM parameter that says how far a signed ledger has come; a run makes it.'),
  ...ORGANIZATION_FORMS,
  logLevel: z
    .enum(['DEBUG', 'INFO', 'WARN', 'ERROR'], { error: 'expected DEBUG, INFO, WARN or ERROR' })
    .default('INFO')
    .describe('DEBUG, INFO, WARN or ERROR.'),
});

/** A setting, as the environment (`AUDITOR_MIN_AGE`) and the command line (`--min-age`) both know it. */
export type SettingName = keyof typeof settings.shape;

/** What settings are given as: text, as the environment and the command line have them. */
export type GivenSettings = Readonly<Partial<Record<SettingName, string>>>;

/** The settings, read one by one. */
export type SettingValues = z.output<typeof settings>;

export const SETTING_NAMES = Object.keys(settings.shape) as readonly SettingName[];

/** Settings of several values: with commas between in text, as a list in the configuration file. */
export const LIST_SETTINGS: ReadonlySet<SettingName> = new Set([
  'regions',
  'families',
  'sources',
  'trailUri',
  'quietNights',
  'includeUnits',
  'excludeUnits',
  'excludeAccounts',
]);

/** Settings that a configuration file may not have, with the reason. */
export const NOT_IN_FILES: Readonly<Partial<Record<SettingName, string>>> = {
  config: 'a configuration file cannot name another',
  publish: 'whether findings are published is said by --publish or AUDITOR_PUBLISH',
  notify: 'whether people are told is said by --notify or AUDITOR_NOTIFY',
  logLevel: 'what is logged is said by AUDITOR_LOG_LEVEL and the function’s own log level, which wins',
};

const PREFIX = 'AUDITOR_';

/** The environment variable of a setting: `minAge` is `AUDITOR_MIN_AGE`. */
export function variableOf(setting: SettingName): string {
  return PREFIX + setting.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}

/**
 * The settings among environment variables, and what of them begins with `AUDITOR_` but is no setting. An empty variable counts as
 * not set, since that is how CloudFormation passes parameters left out.
 */
export function settingsIn(environment: Readonly<Record<string, string | undefined>>): {
  readonly given: GivenSettings;
  readonly unknown: readonly string[];
} {
  const byVariable = new Map(SETTING_NAMES.map((setting) => [variableOf(setting), setting]));
  const given: Partial<Record<SettingName, string>> = {};
  const unknown: string[] = [];
  for (const [name, value] of Object.entries(environment)) {
    if (!name.startsWith(PREFIX) || value === undefined || value === '') continue;
    const setting = byVariable.get(name);
    if (setting === undefined) unknown.push(name);
    else given[setting] = value;
  }
  return { given, unknown };
}

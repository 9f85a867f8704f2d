import { z } from 'zod';
import { parseDuration } from './base/time.ts';

/** The names of the usage sources that a run may read. */
export const SOURCE_NAMES = ['lookup'] as const;

/** Where the Slack webhook's URL is kept. Never the URL itself. */
export type WebhookLocation =
  | { readonly kind: 'secretsmanager'; readonly secretId: string }
  | { readonly kind: 'ssm'; readonly parameterName: string };

/** The configuration of one run; what cannot be wrong any more. Durations are milliseconds. */
export interface Config {
  /** Regions whose task definitions are audited. CloudTrail is always read in every enabled Region. */
  readonly regions: 'all' | readonly string[];
  readonly sources: readonly (typeof SOURCE_NAMES)[number][];
  readonly lookback: number;
  /** Minimum age of a role and of a grant before anything may be `unused`. */
  readonly minAge: number;
  /** Minimum uninterrupted time watched before anything may be `unused`. */
  readonly minWatched: number;
  readonly publish: boolean;
  /** Home Region: Security Hub, S3, Secrets Manager, SSM. */
  readonly homeRegion: string;
  readonly webhook?: WebhookLocation;
  readonly report?: { readonly bucket: string; readonly prefix: string };
  readonly logLevel: 'DEBUG' | 'INFO' | 'WARN' | 'ERROR';
}

/** Configuration that cannot be used. The message lists every bad field, the value given and the form expected. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

const PREFIX = 'AUDITOR_';
const REGION = /^[a-z]{2,4}(-[a-z]+)+-\d$/;

const duration = (atLeast: number, form: string) =>
  z.string().transform((text, context) => {
    const parsed = parseDuration(text);
    if (parsed === undefined || parsed < atLeast) {
      context.addIssue({ code: 'custom', message: `expected ${form}` });
      return z.NEVER;
    }
    return parsed;
  });

const regions = z.string().transform((text, context): 'all' | readonly string[] => {
  if (text === 'all') return 'all';
  const names = text.split(',').map((name) => name.trim());
  if (names.some((name) => !REGION.test(name))) {
    context.addIssue({
      code: 'custom',
      message: 'expected "all" or a comma-separated list such as us-east-1,eu-west-1',
    });
    return z.NEVER;
  }
  return [...new Set(names)];
});

const sources = z.string().transform((text, context) => {
  const names = text.split(',').map((name) => name.trim());
  const known = SOURCE_NAMES.filter((name) => names.includes(name));
  if (names.some((name) => !(SOURCE_NAMES as readonly string[]).includes(name))) {
    context.addIssue({ code: 'custom', message: `expected a comma-separated list of ${SOURCE_NAMES.join(', ')}` });
    return z.NEVER;
  }
  return known;
});

const onOff = z.enum(['true', 'false'], { error: 'expected true or false' }).transform((text) => text === 'true');

const variables = z.strictObject({
  AUDITOR_REGIONS: regions.default('all'),
  AUDITOR_SOURCES: sources.default(['lookup']),
  AUDITOR_LOOKBACK: duration(1, 'a duration such as 90d (d, h or m)').default(90 * 86_400_000),
  AUDITOR_MIN_AGE: duration(0, 'a duration such as 30d (d, h or m)').default(30 * 86_400_000),
  AUDITOR_MIN_WATCHED: duration(1, 'a duration such as 30d (d, h or m), longer than zero').default(30 * 86_400_000),
  AUDITOR_PUBLISH: onOff.default(true),
  AUDITOR_SLACK_WEBHOOK_SECRET: z.string().min(1, 'expected the name or ARN of a Secrets Manager secret').optional(),
  AUDITOR_SLACK_WEBHOOK_PARAMETER: z.string().min(1, 'expected the name or ARN of an SSM parameter').optional(),
  AUDITOR_REPORT_BUCKET: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'expected the name of an S3 bucket, without s3://')
    .optional(),
  AUDITOR_REPORT_PREFIX: z
    .string()
    .regex(/^([\w.-]+\/)*$/, 'expected a key prefix that ends in a slash, such as reports/')
    .default('reports/'),
  AUDITOR_LOG_LEVEL: z
    .enum(['DEBUG', 'INFO', 'WARN', 'ERROR'], { error: 'expected DEBUG, INFO, WARN or ERROR' })
    .default('INFO'),
  AWS_REGION: z
    .string({ error: 'expected the Region of Security Hub and the report bucket, such as eu-west-1' })
    .regex(REGION, 'expected a Region such as eu-west-1'),
});

/** Webhook URLs in the wrong variable must not be echoed back. */
function shown(name: string, value: string | undefined): string {
  if (value === undefined) return 'is not set';
  if (name.includes('WEBHOOK') || value.includes('://')) return 'has an unusable value (not shown)';
  return `is "${value}"`;
}

function refuse(lines: readonly string[]): never {
  throw new ConfigError(`Cannot use the configuration: ${lines.join('; ')}`);
}

/**
 * Reads the configuration from environment variables. Only `AWS_REGION` and names that begin with `AUDITOR_` are
 * looked at; an `AUDITOR_` name that nobody knows is an error, because a misspelt setting must not be silently ignored.
 * Throws `ConfigError`.
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    const ours = name.startsWith(PREFIX) || name === 'AWS_REGION';
    if (ours && value !== undefined && value !== '') given[name] = value;
  }
  const parsed = variables.safeParse(given);
  if (!parsed.success) {
    refuse(
      parsed.error.issues.flatMap((issue) => {
        if (issue.code === 'unrecognized_keys') {
          return issue.keys.map(
            (key) => `${key} is not a setting; known are ${Object.keys(variables.shape).join(', ')}`,
          );
        }
        const name = String(issue.path[0]);
        return [`${name} ${shown(name, given[name])}: ${issue.message}`];
      }),
    );
  }
  const values = parsed.data;
  const secretId = values.AUDITOR_SLACK_WEBHOOK_SECRET;
  const parameterName = values.AUDITOR_SLACK_WEBHOOK_PARAMETER;
  if (secretId !== undefined && parameterName !== undefined) {
    refuse(['AUDITOR_SLACK_WEBHOOK_SECRET and AUDITOR_SLACK_WEBHOOK_PARAMETER are both set: expected one of them']);
  }
  if (secretId?.includes('://') || parameterName?.includes('://')) {
    refuse([
      'AUDITOR_SLACK_WEBHOOK_SECRET or AUDITOR_SLACK_WEBHOOK_PARAMETER holds a URL (not shown): expected the name or ARN of where the URL is stored',
    ]);
  }
  if (values.AUDITOR_MIN_WATCHED > values.AUDITOR_LOOKBACK) {
    refuse([
      `AUDITOR_MIN_WATCHED is longer than AUDITOR_LOOKBACK (${given['AUDITOR_LOOKBACK'] ?? '90d'}): nothing could ever be watched that long; lower the one or raise the other`,
    ]);
  }
  const webhook: WebhookLocation | undefined =
    secretId !== undefined
      ? { kind: 'secretsmanager', secretId }
      : parameterName !== undefined
        ? { kind: 'ssm', parameterName }
        : undefined;
  return {
    regions: values.AUDITOR_REGIONS,
    sources: values.AUDITOR_SOURCES,
    lookback: values.AUDITOR_LOOKBACK,
    minAge: values.AUDITOR_MIN_AGE,
    minWatched: values.AUDITOR_MIN_WATCHED,
    publish: values.AUDITOR_PUBLISH,
    homeRegion: values.AWS_REGION,
    ...(webhook && { webhook }),
    ...(values.AUDITOR_REPORT_BUCKET !== undefined && {
      report: { bucket: values.AUDITOR_REPORT_BUCKET, prefix: values.AUDITOR_REPORT_PREFIX },
    }),
    logLevel: values.AUDITOR_LOG_LEVEL,
  };
}

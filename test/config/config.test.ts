import { describe, expect, test } from 'vitest';
import { ConfigError, readConfig } from '../../src/config/config.ts';

const DAY = 86_400_000;
const minimal = {};

const KEY = 'arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';

describe('readConfig()', () => {
  test('reads no usage source when told so', () => {
    expect(readConfig({ AUDITOR_SOURCES: 'none' }).audit.sources).toEqual([]);
  });

  test('needs nothing, and has the documented defaults', () => {
    expect(readConfig(minimal)).toEqual({
      audit: {
        regions: 'all',
        sources: ['lookup', 'trail', 'last-accessed'],
        lookback: 90 * DAY,
        minAge: 45 * DAY,
        minWatched: 45 * DAY,
        refresh: 30 * DAY,
        severities: {},
        acceptTag: 'ecs-role-auditor:accept',
        acceptTagSeverity: 'HIGH',
        publishFrom: 'LOW',
        exceptions: [],
        owners: { tag: 'owner', roles: [], families: [], channels: {} },
      },
      organization: { memberRole: 'ecs-role-auditor-member', choice: {} },
      publish: true,
      notify: true,
      findsTrails: true,
      trails: [],
      notifications: { quiet: { on: [], timeZone: 'UTC' } },
      logLevel: 'INFO',
    });
  });

  test.each<readonly [string, Readonly<Record<string, string>>, readonly string[]]>([
    ['auto alone', { AUDITOR_SOURCES: 'auto' }, ['lookup', 'trail', 'last-accessed']],
    ['auto with another trail', { AUDITOR_TRAIL_URI: 's3://logs' }, ['lookup', 'trail', 'last-accessed']],
    ['auto with a table', { AUDITOR_ATHENA_TABLE: 'a.b' }, ['lookup', 'trail', 'athena', 'last-accessed']],
    ['auto, and a trail by name', { AUDITOR_SOURCES: 'auto,trail' }, ['lookup', 'trail', 'last-accessed']],
  ])('%s reads all there is', (_, environment, sources) => {
    const { audit, findsTrails } = readConfig(environment);
    expect({ sources: audit.sources, findsTrails }).toEqual({ sources, findsTrails: true });
  });

  test('sources given by name are those that are read', () => {
    const { audit, findsTrails } = readConfig({ AUDITOR_SOURCES: 'last-accessed,lookup' });
    expect({ sources: audit.sources, findsTrails }).toEqual({
      sources: ['lookup', 'last-accessed'],
      findsTrails: false,
    });
  });

  test('reads every setting', () => {
    const config = readConfig({
      ...minimal,
      AUDITOR_REGIONS: 'us-east-1, eu-west-1',
      AUDITOR_LOOKBACK: '60d',
      AUDITOR_MIN_AGE: '14d',
      AUDITOR_MIN_WATCHED: '36h',
      AUDITOR_PUBLISH: 'false',
      AUDITOR_SLACK_WEBHOOK_SECRET: 'auditor/slack',
      AUDITOR_REPORT_BUCKET: 'my-bucket',
      AUDITOR_REPORT_PREFIX: 'audits/',
      AUDITOR_LOG_LEVEL: 'DEBUG',
    });
    expect(config).toMatchObject({
      audit: {
        regions: ['us-east-1', 'eu-west-1'],
        lookback: 60 * DAY,
        minAge: 14 * DAY,
        minWatched: 1.5 * DAY,
      },
      publish: false,
      notifications: { slack: { kind: 'webhook', secret: { kind: 'secretsmanager', secretId: 'auditor/slack' } } },
      report: { bucket: 'my-bucket', prefix: 'audits/' },
      logLevel: 'DEBUG',
    });
  });

  test('takes families by name and by wildcards, each once', () => {
    expect(readConfig({ AUDITOR_FAMILIES: 'shop, billing-*,shop' }).audit.families).toEqual(['shop', 'billing-*']);
    expect(readConfig({}).audit.families).toBeUndefined();
    expect(() => readConfig({ AUDITOR_FAMILIES: 'shop,my family' })).toThrow(
      'AUDITOR_FAMILIES is "shop,my family": expected a comma-separated list of families such as',
    );
  });

  test('takes severities by rule', () => {
    expect(readConfig({ AUDITOR_SEVERITY: 'shared-role=HIGH, evidence-gap=low' }).audit.severities).toEqual({
      'shared-role': 'HIGH',
      'evidence-gap': 'LOW',
    });
  });

  test('takes the webhook from a parameter as well', () => {
    expect(readConfig({ ...minimal, AUDITOR_SLACK_WEBHOOK_PARAMETER: '/auditor/slack' }).notifications.slack).toEqual({
      kind: 'webhook',
      secret: { kind: 'ssm', parameterName: '/auditor/slack' },
    });
  });

  test('takes a bot token with the channel it posts to, a topic, and quiet nights', () => {
    const { notifications } = readConfig({
      AUDITOR_SLACK_TOKEN_PARAMETER: '/auditor/bot',
      AUDITOR_SLACK_CHANNEL: 'C0123456789',
      AUDITOR_SNS_TOPIC: 'arn:aws:sns:eu-west-1:123456789012:audits',
      AUDITOR_SNS_FORMAT: 'amazon-q',
      AUDITOR_QUIET_NIGHTS: 'unchanged, weekends',
      AUDITOR_TIME_ZONE: 'Europe/Berlin',
    });
    expect(notifications).toEqual({
      slack: { kind: 'channel', secret: { kind: 'ssm', parameterName: '/auditor/bot' }, channel: 'C0123456789' },
      sns: { arn: 'arn:aws:sns:eu-west-1:123456789012:audits', format: 'amazon-q' },
      quiet: { on: ['weekends', 'unchanged'], timeZone: 'Europe/Berlin' },
    });
  });

  test('tells every night, and knows no channel or topic, unless told otherwise', () => {
    expect(readConfig(minimal).notifications).toEqual({ quiet: { on: [], timeZone: 'UTC' } });
    expect(readConfig({ AUDITOR_QUIET_NIGHTS: 'never' }).notifications.quiet.on).toEqual([]);
  });

  test('treats an empty variable as one that is not set, as CloudFormation passes unset parameters', () => {
    expect(readConfig({ ...minimal, AUDITOR_SLACK_WEBHOOK_SECRET: '', AUDITOR_REPORT_BUCKET: '' })).toEqual(
      readConfig(minimal),
    );
  });

  test('leaves variables of others alone', () => {
    expect(readConfig({ ...minimal, PATH: '/bin', AWS_PROFILE: 'x' })).toEqual(readConfig(minimal));
  });

  test.each([
    ['s3://state/a/b/', { kind: 's3', bucket: 'state', prefix: 'a/b' }],
    ['s3://state', { kind: 's3', bucket: 'state', prefix: '' }],
    ['./ledger', { kind: 'directory', path: './ledger' }],
    ['none', undefined],
  ])('keeps the ledger in %s', (text, location) => {
    expect(readConfig({ AUDITOR_LEDGER: text, AUDITOR_REPORT_BUCKET: 'reports' }).ledger).toEqual(location);
  });

  test('keeps the ledger beside the reports where nothing else is said', () => {
    const config = readConfig({ AUDITOR_REPORT_BUCKET: 'reports' });
    expect(config.ledger).toEqual({ kind: 's3', bucket: 'reports', prefix: 'ledger' });
  });

  test('signs the ledger with a key and an anchor', () => {
    const signed = readConfig({ AUDITOR_LEDGER: 's3://state', AUDITOR_LEDGER_KEY: KEY, AUDITOR_LEDGER_ANCHOR: '/a/b' });
    expect(signed.ledgerSigning).toEqual({ keyArn: KEY, anchorParameter: '/a/b' });
  });

  const refused: readonly (readonly [string, Record<string, string>, RegExp])[] = [
    [
      'malformed Regions',
      { ...minimal, AUDITOR_REGIONS: 'us-east-1,,x' },
      /AUDITOR_REGIONS is "us-east-1,,x": expected "all" or/,
    ],
    [
      'a malformed duration',
      { ...minimal, AUDITOR_LOOKBACK: '3 months' },
      /AUDITOR_LOOKBACK is "3 months": expected a duration such as 90d/,
    ],
    [
      'an unknown source',
      { ...minimal, AUDITOR_SOURCES: 'guess' },
      /AUDITOR_SOURCES is "guess": expected a comma-separated list of auto, lookup, trail, athena, last-accessed, none/,
    ],
    ['a trail without a place', { ...minimal, AUDITOR_SOURCES: 'trail' }, /AUDITOR_TRAIL_URI is not set: expected s3:/],
    [
      'a table that auto is told to ask and is not given',
      { ...minimal, AUDITOR_SOURCES: 'auto,athena' },
      /AUDITOR_ATHENA_TABLE is not set: expected/,
    ],
    [
      'a place that nothing reads',
      { ...minimal, AUDITOR_SOURCES: 'lookup', AUDITOR_TRAIL_URI: 's3://logs' },
      /AUDITOR_TRAIL_URI is set, but trail is not among AUDITOR_SOURCES/,
    ],
    [
      'a place of another kind',
      { ...minimal, AUDITOR_SOURCES: 'trail', AUDITOR_TRAIL_URI: 'https://logs' },
      /AUDITOR_TRAIL_URI holds a URL \(not shown\): expected s3:/,
    ],
    [
      'a ledger of another scheme',
      { ...minimal, AUDITOR_LEDGER: 'https://ledger' },
      /AUDITOR_LEDGER holds a URL \(not shown\): expected s3:\/\/bucket\/prefix, a directory, or none/,
    ],
    [
      'a key without an anchor',
      { ...minimal, AUDITOR_LEDGER: './l', AUDITOR_LEDGER_KEY: KEY },
      /AUDITOR_LEDGER_ANCHOR is not set, but AUDITOR_LEDGER_KEY is: expected both or neither/,
    ],
    [
      'an anchor without a key',
      { ...minimal, AUDITOR_LEDGER: './l', AUDITOR_LEDGER_ANCHOR: '/a' },
      /AUDITOR_LEDGER_KEY is not set, but AUDITOR_LEDGER_ANCHOR is/,
    ],
    [
      'a key by its alias, which others can turn to another key',
      { ...minimal, AUDITOR_LEDGER_KEY: 'arn:aws:kms:us-east-1:123456789012:alias/ledger' },
      /AUDITOR_LEDGER_KEY is "arn:aws:kms:us-east-1:123456789012:alias\/ledger": expected the ARN of a KMS key/,
    ],
    [
      'a key for no ledger',
      { ...minimal, AUDITOR_LEDGER: 'none', AUDITOR_LEDGER_KEY: KEY, AUDITOR_LEDGER_ANCHOR: '/a' },
      /AUDITOR_LEDGER_KEY is set, but no ledger is kept: expected AUDITOR_LEDGER with it/,
    ],
    [
      'a ledger at an address with a slash too few, which is no directory',
      { ...minimal, AUDITOR_LEDGER: 's3:/ledger' },
      /AUDITOR_LEDGER is "s3:\/ledger": expected s3:/,
    ],
    [
      'a ledger in a bucket that cannot be',
      { ...minimal, AUDITOR_LEDGER: 's3://B' },
      /AUDITOR_LEDGER is "s3:\/\/B": expected s3:/,
    ],
    ['a malformed switch', { ...minimal, AUDITOR_PUBLISH: 'yes' }, /AUDITOR_PUBLISH is "yes": expected true or false/],
    [
      'an unknown setting',
      { ...minimal, AUDITOR_LOOKBAK: '90d' },
      /AUDITOR_LOOKBAK is not a setting \(did you mean AUDITOR_LOOKBACK\?\)/,
    ],
    [
      'a bucket given as a URL',
      { ...minimal, AUDITOR_REPORT_BUCKET: 's3://b' },
      /AUDITOR_REPORT_BUCKET is "s3:\/\/b": expected the name of an S3 bucket/,
    ],
    [
      'a prefix without a slash',
      { ...minimal, AUDITOR_REPORT_PREFIX: 'x' },
      /AUDITOR_REPORT_PREFIX is "x": expected a key prefix that ends in a slash/,
    ],
    [
      'two places for the webhook',
      { ...minimal, AUDITOR_SLACK_WEBHOOK_SECRET: 'a', AUDITOR_SLACK_WEBHOOK_PARAMETER: '/b' },
      /both set: expected one/,
    ],
    [
      'a webhook beside a token',
      { AUDITOR_SLACK_WEBHOOK_SECRET: 'a', AUDITOR_SLACK_TOKEN_SECRET: 'b', AUDITOR_SLACK_CHANNEL: 'C0123456789' },
      /AUDITOR_SLACK_WEBHOOK_SECRET and AUDITOR_SLACK_TOKEN_SECRET are both set: expected one/,
    ],
    [
      'a token without a channel',
      { AUDITOR_SLACK_TOKEN_SECRET: 'b' },
      /AUDITOR_SLACK_CHANNEL is not set: expected the id of the channel/,
    ],
    [
      'a channel without a token',
      { AUDITOR_SLACK_WEBHOOK_SECRET: 'a', AUDITOR_SLACK_CHANNEL: 'C0123456789' },
      /AUDITOR_SLACK_CHANNEL is set without a bot's token/,
    ],
    ['a channel by name', { AUDITOR_SLACK_CHANNEL: '#ecs' }, /is "#ecs": expected the id of a channel/],
    [
      'a FIFO topic, to which no e-mail can subscribe',
      { AUDITOR_SNS_TOPIC: 'arn:aws:sns:eu-west-1:123456789012:audits.fifo' },
      /expected the ARN of a standard topic/,
    ],
    ['an unknown form of SNS message', { AUDITOR_SNS_FORMAT: 'html' }, /is "html": expected text or amazon-q/],
    ['quiet nights of an unknown kind', { AUDITOR_QUIET_NIGHTS: 'weekends,mondays' }, /expected never, or a list of/],
    ['a time zone that is none', { AUDITOR_TIME_ZONE: 'Berlin' }, /is "Berlin": expected a time zone/],
    [
      'a minimum that no look-back can reach',
      { ...minimal, AUDITOR_LOOKBACK: '7d' },
      /AUDITOR_MIN_WATCHED is longer than AUDITOR_LOOKBACK/,
    ],
    [
      'a minimum watched time of nothing',
      { ...minimal, AUDITOR_MIN_WATCHED: '0d' },
      /AUDITOR_MIN_WATCHED is "0d": it must be longer than zero; expected a duration/,
    ],
  ];
  test.each(refused)('refuses %s, naming the variable, the value and the form', (_name, environment, message) => {
    expect(() => readConfig(environment)).toThrow(ConfigError);
    expect(() => readConfig(environment)).toThrow(message);
  });

  test('never echoes a token that was put where its location belongs', () => {
    for (const name of ['AUDITOR_SLACK_TOKEN_SECRET', 'AUDITOR_SLACK_TOKEN_PARAMETER', 'AUDITOR_REGIONS']) {
      const read = () => readConfig({ [name]: 'xoxb-1234-very-private', AUDITOR_SLACK_CHANNEL: 'C0123456789' });
      expect(read).toThrow(ConfigError);
      expect(read).not.toThrow(/very-private/);
    }
  });

  test('never echoes a webhook URL that was put where its location belongs', () => {
    const url = 'https://hooks.slack.com/services/T000/B000/secret';
    for (const name of [
      'AUDITOR_SLACK_WEBHOOK_SECRET',
      'AUDITOR_SLACK_WEBHOOK_PARAMETER',
      'AUDITOR_REGIONS',
      'AUDITOR_WEBHOOK',
    ]) {
      const read = () => readConfig({ ...minimal, [name]: url });
      expect(read).toThrow(ConfigError);
      expect(read).not.toThrow(/secret"|T000/);
    }
  });

  test('names every bad setting at once', () => {
    expect(() => readConfig({ ...minimal, AUDITOR_LOOKBACK: 'x', AUDITOR_PUBLISH: 'y' })).toThrow(
      /configuration:\n {2}AUDITOR_LOOKBACK.*\n {2}AUDITOR_PUBLISH/,
    );
  });
});

import { expect, test } from 'vitest';
import { bucketTrailStore } from '../src/sources/trail/bucket-trail-store.ts';
import { eventOf, keyOf, logFileOf } from './sources/trail/trail-files.ts';
import { type Given, policiesOf, readTemplate, stackOf } from './support/cloudformation.ts';
import { globMatches } from './support/plain-glob.ts';
import { trailBuckets } from './support/trail-buckets.ts';

const template = readTemplate();

interface Statement {
  readonly Sid: string;
  readonly Resource: readonly string[];
  readonly Condition?: unknown;
}

function statementsOf(policy: string, given: Given): readonly Statement[] {
  const policies = policiesOf<Statement>(stackOf(template, given), 'AuditRole');
  return policies.find(({ PolicyName }) => PolicyName === policy)?.PolicyDocument.Statement ?? [];
}

function trailsRead(given: Given): unknown {
  return stackOf(template, given).property('AuditFunction', 'Environment', 'Variables', 'AUDITOR_TRAIL_URI');
}

test.each([
  ['s3://logs', ['arn:aws:s3:::logs/AWSLogs/*']],
  ['s3://logs/', ['arn:aws:s3:::logs/AWSLogs/*']],
  ['s3://logs/team/prod', ['arn:aws:s3:::logs/team/prod/AWSLogs/*']],
  ['s3://logs/team/prod/', ['arn:aws:s3:::logs/team/prod/AWSLogs/*']],
  ['s3://logs/AWSLogs/o-abc1234567/', ['arn:aws:s3:::logs/AWSLogs/*']],
  ['s3://logs/team/AWSLogs', ['arn:aws:s3:::logs/team/AWSLogs/*']],
])('of the trail at %s the log files alone may be read', (TrailUri, objects) => {
  const [, list, read] = statementsOf('read-trail', { TrailUri });
  expect(read?.Resource).toEqual(objects);
  expect(list?.Resource).toEqual(['arn:aws:s3:::logs']);
  expect(list?.Condition).toEqual({ StringLike: { 's3:prefix': '*AWSLogs/*' } });
});

test('two trails are read, each below its own prefix', () => {
  const both = { TrailUri: 's3://logs/a/', SecondTrailUri: 's3://data-logs' };
  const [, list, read] = statementsOf('read-trail', both);
  expect(list?.Resource).toEqual(['arn:aws:s3:::logs', 'arn:aws:s3:::data-logs']);
  expect(read?.Resource).toEqual(['arn:aws:s3:::logs/a/AWSLogs/*', 'arn:aws:s3:::data-logs/AWSLogs/*']);
  expect(trailsRead(both)).toBe('s3://logs/a/ s3://data-logs');
  expect(trailsRead({ TrailUri: 's3://logs' })).toBe('s3://logs');
});

test.each<readonly [string, Given]>([
  ['ReadTrails=none', { ReadTrails: 'none' }],
  ['other sources by name', { Sources: 'lookup,last-accessed' }],
])('with %s nothing of trails may be read', (_, given) => {
  for (const policy of ['read-found-trails', 'read-trail', 'read-trail-settings', 'decrypt-trail']) {
    expect(statementsOf(policy, given), policy).toEqual([]);
  }
});

test.each<readonly [string, Given]>([
  ['by default', {}],
  ['where auto is named', { Sources: 'auto' }],
  ['where auto is named among others', { Sources: 'lookup,auto,last-accessed' }],
  ['beside a trail elsewhere', { TrailUri: 's3://central-logs' }],
])(
  '%s the log files and digests of this account may be read in its own buckets, and nothing else of them',
  (_, given) => {
    const [keys, list, read, decrypt, ...more] = statementsOf('read-found-trails', given);
    expect(more).toEqual([]);
    expect(keys).toMatchObject({ Action: 'cloudtrail:ListPublicKeys' });
    expect(list).toMatchObject({ Action: 's3:ListBucket', Resource: 'arn:aws:s3:::*' });
    expect(read).toMatchObject({
      Action: 's3:GetObject',
      Resource: [
        'arn:aws:s3:::*/AWSLogs/123456789012/CloudTrail*/*',
        'arn:aws:s3:::*/AWSLogs/o-*/123456789012/CloudTrail*/*',
      ],
      Condition: { StringEquals: { 's3:ResourceAccount': '123456789012' } },
    });
    expect(decrypt).toMatchObject({
      Action: 'kms:Decrypt',
      Resource: 'arn:aws:kms:*:123456789012:key/*',
      Condition: {
        StringLike: {
          'kms:ViaService': 's3.*.amazonaws.com',
          'kms:EncryptionContext:aws:cloudtrail:arn': 'arn:aws:cloudtrail:*:*:trail/*',
        },
      },
    });
  },
);

test.each<readonly [string, string, string]>([
  ['at the root of a bucket', '', 'AWSLogs/'],
  ['below a prefix', 'team/prod', 'AWSLogs/'],
  ['of the organization', '', 'AWSLogs/o-abc1234567/'],
  ['of the organization, below a prefix', 'org', 'AWSLogs/o-abc1234567/'],
])('what is asked of the bucket of a trail %s is granted, down to its prefix', async (_, prefix, place) => {
  const account = '123456789012';
  const [, list, read] = statementsOf('read-found-trails', {});
  const { StringLike } = (list?.Condition ?? {}) as {
    readonly StringLike?: Readonly<Record<string, readonly string[]>>;
  };
  const { callsTo, calls } = trailBuckets(
    Object.fromEntries(
      ['2026-09-20T10:05', '2026-09-21T10:05'].flatMap((delivered) =>
        [account, '999999999999'].map((owner) => [
          `logs/${prefix === '' ? '' : `${prefix}/`}${keyOf(delivered, 'us-east-1', 'x', owner).replace('AWSLogs/', place)}`,
          logFileOf(eventOf()),
        ]),
      ),
    ),
    (call) =>
      call.action === 's3:ListBucket'
        ? (StringLike?.['s3:prefix'] ?? []).some((pattern) => globMatches(pattern, call.prefix))
          ? undefined
          : call
        : read?.Resource.some((pattern) => globMatches(pattern, `arn:aws:s3:::${call.bucket}/${call.key}`))
          ? undefined
          : call,
  );
  const store = bucketTrailStore(callsTo, `s3://logs/${prefix}`, true);
  const delivered = { from: Date.UTC(2026, 8, 20), to: Date.UTC(2026, 8, 22) };
  const files: string[] = [];
  for await (const group of store.groups({ accountId: account, regions: ['us-east-1'], delivered })) {
    expect(group.incomplete).toBeUndefined();
    for (const file of group.files) files.push(...((await store.read(file)).length > 0 ? [file.address] : []));
  }
  expect(files).toHaveLength(2);
  expect(new Set(calls.map(({ action }) => action))).toEqual(new Set(['s3:ListBucket', 's3:GetObject']));
});

test('log files of other accounts, and what else lies in buckets, are not granted', () => {
  const [, , read] = statementsOf('read-found-trails', {});
  const isGranted = (object: string) =>
    read?.Resource.some((pattern) => globMatches(pattern, `arn:aws:s3:::${object}`));
  expect(isGranted('logs/AWSLogs/123456789012/CloudTrail-Digest/us-east-1/2026/09/20/d.json.gz')).toBe(true);
  for (const object of [
    'logs/AWSLogs/999999999999/CloudTrail/us-east-1/2026/09/20/a.json.gz',
    'logs/AWSLogs/o-abc1234567/999999999999/CloudTrail/us-east-1/2026/09/20/a.json.gz',
    'logs/AWSLogs/123456789012/elasticloadbalancing/us-east-1/2026/09/20/a.log.gz',
    'orders/customers.csv',
  ]) {
    expect(isGranted(object), object).toBe(false);
  }
});

test('where no trail is looked for and no source is named, the others are', () => {
  const sourcesIn = (given: Given) =>
    stackOf(template, given).property('AuditFunction', 'Environment', 'Variables', 'AUDITOR_SOURCES');
  expect(sourcesIn({})).toBe('');
  expect(sourcesIn({ ReadTrails: 'none' })).toBe('lookup,last-accessed');
  expect(sourcesIn({ ReadTrails: 'none', Sources: 'lookup' })).toBe('lookup');
});

test('each key given may be used', () => {
  const keys = ['arn:aws:kms:eu-west-1:123456789012:key/a', 'arn:aws:kms:eu-west-1:123456789012:key/b'];
  expect(statementsOf('decrypt-trail', { TrailKeyArn: keys.join(',') })[0]?.Resource).toEqual(keys);
});

test('the key of the configuration file may be used through S3 alone, where one is given', () => {
  expect(statementsOf('decrypt-configuration', {})).toEqual([]);
  const ConfigKeyArn = 'arn:aws:kms:eu-west-1:123456789012:key/a';
  expect(statementsOf('decrypt-configuration', { ConfigKeyArn })).toMatchObject([
    {
      Action: 'kms:Decrypt',
      Resource: ConfigKeyArn,
      Condition: { StringLike: { 'kms:ViaService': 's3.*.amazonaws.com' } },
    },
  ]);
});

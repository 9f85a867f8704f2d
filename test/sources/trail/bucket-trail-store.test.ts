import { type ListObjectsV2CommandInput, S3Client } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import type { AwsSession } from '../../../src/aws/client/session.ts';
import { createTrailCalls } from '../../../src/aws/s3/trail-sdk-calls.ts';
import { loadCatalog } from '../../../src/iam/catalog/load-catalog.ts';
import type { FaultRule } from '../../../src/sandbox/fault.ts';
import type { Sandbox } from '../../../src/sandbox/start-sandbox.ts';
import { bucketTrailStore } from '../../../src/sources/trail/bucket-trail-store.ts';
import { trailSource } from '../../../src/sources/trail/trail-source.ts';
import type { FileGroup, TrailQuery } from '../../../src/sources/trail/trail-store.ts';
import { usageOfFiles } from '../../../src/sources/trail/usage-of-files.ts';
import { sandboxSession } from '../../support/sandbox-session.ts';
import { ACCOUNT, eventOf, keyOf, logFileOf, ROLE } from './trail-files.ts';

const catalog = await loadCatalog();
const BUCKET = 'the-trail';

async function bucketWith(
  files: Readonly<Record<string, Uint8Array>>,
  faults: readonly FaultRule[] = [],
): Promise<{ readonly sandbox: Sandbox; readonly session: AwsSession }> {
  const both = await sandboxSession({ limits: false, faults });
  both.sandbox.account.buckets.push(BUCKET);
  for (const [key, bytes] of Object.entries(files)) {
    const body = Buffer.from(bytes);
    both.sandbox.state.objects.set(`${BUCKET}/${key}`, { body, etag: '"1"', lastModified: 0, headers: {} });
  }
  return both;
}

async function groupsOf(session: AwsSession, address: string, query: TrailQuery): Promise<readonly FileGroup[]> {
  const groups: FileGroup[] = [];
  for await (const group of bucketTrailStore(createTrailCalls(session), address).groups(query)) groups.push(group);
  return groups;
}

const at = (text: string): number => Date.parse(`${text}:00Z`);
const DELIVERED = { from: at('2026-09-20T00:00'), to: at('2026-09-22T00:00') };
const FILE = logFileOf(eventOf());

test.each([
  ['of one account', '', `s3://${BUCKET}`],
  ['below a prefix', 'logs/prod/', `s3://${BUCKET}/logs/prod/`],
  ['below a prefix, asked for from above', 'logs/', `s3://${BUCKET}`],
  ['whose account folder is asked for', '', `s3://${BUCKET}/AWSLogs/${ACCOUNT}`],
  ['whose Region folder is asked for', '', `s3://${BUCKET}/AWSLogs/${ACCOUNT}/CloudTrail/us-east-1/`],
])('finds the files of a trail %s', async (_, prefix, address) => {
  const { session } = await bucketWith({
    [`${prefix}${keyOf('2026-09-20T10:05')}`]: FILE,
    [`${prefix}${keyOf('2026-09-21T10:05')}`]: FILE,
    [`${prefix}${keyOf('2026-08-01T10:05')}`]: FILE,
    [`${prefix}AWSLogs/${ACCOUNT}/CloudTrail-Digest/us-east-1/2026/09/20/d.json.gz`]: FILE,
    [`${prefix}AWSLogs/${ACCOUNT}/elasticloadbalancing/us-east-1/2026/09/20/e.log.gz`]: FILE,
  });
  const groups = await groupsOf(session, address, { regions: ['us-east-1'], delivered: DELIVERED });
  expect(groups.flatMap(({ files }) => files.map((file) => file.address))).toEqual([
    `s3://${BUCKET}/${prefix}${keyOf('2026-09-21T10:05')}`,
    `s3://${BUCKET}/${prefix}${keyOf('2026-09-20T10:05')}`,
  ]);
});

test('of an organization, only the account asked for is read', async () => {
  const inOrganization = (key: string) => key.replace('AWSLogs/', 'AWSLogs/o-abc1234567/');
  const { session, sandbox } = await bucketWith({
    [inOrganization(keyOf('2026-09-20T10:05'))]: FILE,
    [inOrganization(keyOf('2026-09-20T10:05', 'us-east-1', 'x', '999999999999'))]: FILE,
  });
  const groups = await groupsOf(session, `s3://${BUCKET}`, { accountId: ACCOUNT, delivered: DELIVERED });
  expect(groups.flatMap(({ files }) => files)).toHaveLength(1);
  expect(sandbox.calls.filter(({ operation }) => operation === 'GetObject')).toEqual([]);
});

test('an account that has no folder is not searched for elsewhere', async () => {
  const { session } = await bucketWith({ [keyOf('2026-09-20T10:05')]: FILE });
  expect(await groupsOf(session, `s3://${BUCKET}`, { accountId: '111111111111', delivered: DELIVERED })).toEqual([]);
});

test('files in no order are found too', async () => {
  const { session } = await bucketWith({ 'copies/a.json.gz': FILE, 'copies/b.json.gz': FILE });
  const report = await usageOfFiles({
    store: bucketTrailStore(createTrailCalls(session), `s3://${BUCKET}/copies`),
    catalog,
    threads: 1,
  });
  expect(report).toMatchObject({ files: 2, records: 2, incomplete: [] });
  expect(Object.keys(report.roles)).toEqual([ROLE]);
});

test('more files than a page lists are all read', async () => {
  const files = Object.fromEntries(
    Array.from({ length: 1_150 }, (_, index) => [keyOf('2026-09-20T10:05', 'us-east-1', `n${index}`), FILE]),
  );
  const { session } = await bucketWith(files);
  const report = await usageOfFiles({
    store: bucketTrailStore(createTrailCalls(session), `s3://${BUCKET}`),
    catalog,
    threads: 1,
  });
  expect(report).toMatchObject({ files: 1_150, records: 1_150, incomplete: [] });
});

async function covered(faults: readonly FaultRule[]) {
  const { session } = await bucketWith(
    { [keyOf('2026-09-19T10:05')]: FILE, [keyOf('2026-09-20T10:05')]: FILE, [keyOf('2026-09-21T10:05')]: FILE },
    faults,
  );
  const source = trailSource([{ store: bucketTrailStore(createTrailCalls(session), `s3://${BUCKET}`) }], {
    clock: { now: () => at('2026-09-22T12:00') },
    threads: 1,
  });
  const nobody = { observe: () => {}, assumed: () => {}, grantChanged: () => {}, unreadable: () => {} };
  return source.read(
    {
      accountId: ACCOUNT,
      regions: ['us-east-1', 'eu-west-1'],
      from: at('2026-09-20T00:00'),
      to: at('2026-09-22T12:00'),
    },
    nobody,
  );
}

test('a Region without a folder is read: nothing happened there', async () => {
  const { recordsRead = [], incomplete } = await covered([]);
  expect(recordsRead.map(({ region, read }) => [region, read])).toEqual([
    ['us-east-1', [{ from: at('2026-09-20T00:00'), to: at('2026-09-22T11:00') }]],
    ['eu-west-1', [{ from: at('2026-09-20T00:00'), to: at('2026-09-22T11:00') }]],
  ]);
  expect(incomplete).toEqual([]);
});

test('a bucket that may not be listed covers nothing, and says what is missing', async () => {
  const { recordsRead = [], incomplete } = await covered([
    { kind: 'accessDenied', service: 's3', operation: 'ListObjectsV2' },
  ]);
  expect(recordsRead.flatMap(({ read }) => read)).toEqual([]);
  expect(incomplete[0]?.why).toMatch(/AccessDenied on s3:ListBucket.*in its bucket policy/);
});

test('an object that may not be read says what is missing, and uncovers its hours', async () => {
  const { recordsRead = [], incomplete } = await covered([
    { kind: 'accessDenied', service: 's3', operation: 'GetObject', times: 1 },
  ]);
  expect(incomplete).toEqual([
    {
      what: expect.stringMatching(/^trail file s3:\/\/the-trail\//),
      why: expect.stringMatching(/add s3:GetObject.*kms:Decrypt/),
      missing: { action: 's3:GetObject', resource: `arn:aws:s3:::${BUCKET}/*` },
    },
  ]);
  expect(recordsRead[0]?.read).toHaveLength(2);
});

test.each(['truncated', 'reset', 'serverError', 'throttle'] as const)(
  'an answer that is %s once is asked for again',
  async (kind) => {
    for (const operation of ['GetObject', 'ListObjectsV2']) {
      const { incomplete, records } = await covered([{ kind, service: 's3', operation, times: 1, skip: 1 }]);
      expect({ operation, incomplete, records }).toEqual({ operation, incomplete: [], records: 2 });
    }
  },
);

test('an address that is none is refused', async () => {
  const { session } = await bucketWith({});
  expect(() => bucketTrailStore(createTrailCalls(session), 's3://')).toThrow(
    'Cannot read trail files from "s3://": expected s3://BUCKET/PREFIX',
  );
});

test('nothing beside the log files is listed, as a policy may allow nothing else', async () => {
  const { session } = await bucketWith({ [keyOf('2026-09-20T10:05')]: FILE, 'reports/secret.csv': FILE });
  const prefixes: (string | undefined)[] = [];
  const watched: AwsSession = {
    ...session,
    client(type, region) {
      const client = session.client(type, region);
      if (client instanceof S3Client) {
        client.middlewareStack.add((next) => (call) => {
          prefixes.push((call.input as ListObjectsV2CommandInput).Prefix);
          return next(call);
        });
      }
      return client;
    },
  };
  await groupsOf(watched, `s3://${BUCKET}`, { accountId: ACCOUNT, delivered: DELIVERED });
  expect(prefixes.filter((prefix) => prefix?.startsWith('AWSLogs/') !== true)).toEqual([]);
  expect(prefixes.length).toBeGreaterThan(3);
});

test('summaries of data events are found beside the calls, in whatever layout, and marked', async () => {
  const summaries = keyOf('2026-09-20T10:05').replace('/CloudTrail/', '/CloudTrail-Aggregated/');
  const { session } = await bucketWith({ [keyOf('2026-09-20T10:05')]: FILE, [summaries]: FILE });
  const groups = await groupsOf(session, `s3://${BUCKET}`, { accountId: ACCOUNT, delivered: DELIVERED });
  const found = groups.filter(({ files }) => files.length > 0);
  expect(found.map(({ isOfSummaries, region }) => [isOfSummaries ?? false, region])).toEqual([
    [true, 'us-east-1'],
    [false, 'us-east-1'],
  ]);
});

test('a bucket with nothing but summaries covers nothing, and no quiet Region is made up', async () => {
  const summaries = keyOf('2026-09-20T10:05').replace('/CloudTrail/', '/CloudTrail-Aggregated/');
  const { session } = await bucketWith({ [summaries]: FILE });
  const groups = await groupsOf(session, `s3://${BUCKET}`, { regions: ['us-east-1'], delivered: DELIVERED });
  expect(groups.every(({ isOfSummaries }) => isOfSummaries === true)).toBe(true);
});

import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { loadCatalog } from '../../../src/iam/catalog/load-catalog.ts';
import { createDirectoryTrailStore } from '../../../src/sources/trail/directory-trail-store.ts';
import { type UsageOptions, usageOfFiles } from '../../../src/sources/trail/usage-of-files.ts';
import { ACCOUNT, directoryOf, eventOf, identityOf, keyOf, logFileOf, ROLE } from './trail-files.ts';

const catalog = await loadCatalog();

async function usageOf(files: Readonly<Record<string, Uint8Array>>, options: Partial<UsageOptions> = {}) {
  const store = createDirectoryTrailStore(await directoryOf(files));
  return usageOfFiles({ store, catalog, threads: 1, ...options });
}

const OTHER = `arn:aws:iam::${ACCOUNT}:role/other`;

const FILES = {
  [keyOf('2026-09-20T10:05')]: logFileOf(
    eventOf(),
    eventOf({ eventTime: '2026-09-20T10:02:00Z', requestParameters: { bucketName: 'orders', key: 'b' } }),
    eventOf({ eventTime: '2026-09-20T10:01:00Z', errorCode: 'AccessDenied', eventName: 'PutObject' }),
    eventOf({ userIdentity: { type: 'IAMUser', arn: ROLE } }),
  ),
  [keyOf('2026-09-21T10:05', 'eu-west-1')]: logFileOf(
    eventOf({
      userIdentity: identityOf(OTHER),
      eventSource: 'kms.amazonaws.com',
      eventName: 'Decrypt',
      awsRegion: 'eu-west-1',
    }),
    eventOf({ eventTime: '2026-09-21T10:00:00Z', errorCode: 'ThrottlingException' }),
  ),
};

test('usage tells for each role what it used and was denied, and when', async () => {
  expect(await usageOf(FILES)).toEqual({
    files: 2,
    records: 6,
    roles: {
      [OTHER]: {
        used: { 'kms:Decrypt': { first: '2026-09-20T10:00:00Z', last: '2026-09-20T10:00:00Z', records: 1 } },
        denied: {},
      },
      [ROLE]: {
        used: {
          's3:GetObject': { first: '2026-09-20T10:00:00Z', last: '2026-09-20T10:02:00Z', records: 2 },
          // It may have been checked for the number of tags.
          's3:GetObjectTagging': { first: '2026-09-20T10:00:00Z', last: '2026-09-20T10:02:00Z', records: 2 },
        },
        denied: { 's3:PutObject': { first: '2026-09-20T10:01:00Z', last: '2026-09-20T10:01:00Z', records: 1 } },
      },
    },
    incomplete: [],
  });
});

test('usage by event counts every record under used, whatever its error code', async () => {
  const { roles } = await usageOf(FILES, { by: 'event', roles: [ROLE] });
  expect(roles).toEqual({
    [ROLE]: {
      used: {
        's3.amazonaws.com GetObject': { first: '2026-09-20T10:00:00Z', last: '2026-09-21T10:00:00Z', records: 3 },
        's3.amazonaws.com PutObject': { first: '2026-09-20T10:01:00Z', last: '2026-09-20T10:01:00Z', records: 1 },
      },
      denied: {},
    },
  });
});

test('a role that is named but never called is reported as such', async () => {
  const never = `arn:aws:iam::${ACCOUNT}:role/never`;
  const { roles } = await usageOf(FILES, { roles: [never] });
  expect(roles).toEqual({ [never]: { used: {}, denied: {} } });
});

test('several threads read the same as one', async () => {
  const files = Object.fromEntries(
    Array.from({ length: 40 }, (_, index) => [
      keyOf('2026-09-20T10:05', 'us-east-1', `file${index}`),
      logFileOf(eventOf({ eventID: `${index}` }), eventOf({ eventName: index % 2 === 0 ? 'PutObject' : 'HeadObject' })),
    ]),
  );
  const one = await usageOf(files);
  expect(one.records).toBe(80);
  expect(await usageOf(files, { threads: 3 })).toEqual(one);
});

test('digest and Insights files are passed by, and files of any other name are read', async () => {
  const report = await usageOf({
    [`AWSLogs/${ACCOUNT}/CloudTrail-Digest/us-east-1/2026/09/20/digest.json.gz`]: gzipSync('{"digestStartTime":""}'),
    [`AWSLogs/${ACCOUNT}/CloudTrail-Insight/us-east-1/2026/09/20/insight.json.gz`]: gzipSync('{"Records":[{}]}'),
    'notes.txt': Buffer.from('nothing'),
    'copied/export.json': Buffer.from(JSON.stringify({ Records: [eventOf()] })),
  });
  expect(report).toMatchObject({ files: 1, records: 1, incomplete: [] });
});

const whole = logFileOf(
  ...Array.from({ length: 50 }, (_, index) => eventOf({ eventID: `${index}-${Math.sin(index)}` })),
);
const BAD: readonly (readonly [string, Uint8Array, RegExp])[] = [
  ['empty', Buffer.alloc(0), /it is empty/],
  ['cut in the middle', whole.subarray(0, whole.length >> 1), /unexpected end of file/],
  ['cut in its trailer', whole.subarray(0, whole.length - 3), /unexpected end of file/],
  [
    'damaged',
    Buffer.concat([whole.subarray(0, 100), Buffer.from([1, 2, 3]), whole.subarray(103)]),
    /Cannot decompress/,
  ],
  ['not gzip', Buffer.from('PK\u0003\u0004 something else'), /expected gzip/],
  ['not JSON', gzipSync('<xml/>'), /expected JSON/],
  ['cut before it was compressed', gzipSync('{"Records":[{"eventName":"GetOb'), /expected JSON/],
  ['JSON of another kind', gzipSync('{"records":[]}'), /expected \{"Records"/],
];

test.each(BAD)('a file that is %s is incomplete, and counts for nothing', async (_, bytes, why) => {
  const bad = keyOf('2026-09-20T10:05', 'us-east-1', 'bad');
  const report = await usageOf({ [bad]: bytes, [keyOf('2026-09-20T10:10')]: logFileOf(eventOf()) });
  expect(report).toMatchObject({ files: 2, records: 1 });
  expect(report.incomplete).toEqual([
    { what: expect.stringContaining(`trail file `), why: expect.stringMatching(why) },
  ]);
  expect(report.incomplete[0]?.what).toContain(bad);
});

test('a record that cannot be read is named, and the rest of its file counts', async () => {
  const report = await usageOf({ [keyOf('2026-09-20T10:05')]: logFileOf(eventOf({ eventTime: 'noon' }), eventOf()) });
  expect(report.records).toBe(2);
  expect(report.roles[ROLE]?.used['s3:GetObject']?.records).toBe(1);
  expect(report.incomplete).toEqual([
    { what: expect.stringMatching(/^1 record of trail file /), why: expect.stringContaining('"noon"') },
  ]);
});

test('a directory that does not exist is incomplete', async () => {
  const report = await usageOfFiles({ store: createDirectoryTrailStore('/no/such/place'), catalog, threads: 1 });
  expect(report).toMatchObject({
    files: 0,
    incomplete: [{ what: 'trail files in /no/such/place', why: expect.stringContaining('ENOENT') }],
  });
});

import { execFileSync } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { Observation } from '../../../src/cloudtrail/observation.ts';
import { createDirectoryTrailStore } from '../../../src/sources/trail/directory-trail-store.ts';
import { openScanPool } from '../../../src/sources/trail/scan-pool.ts';
import { trailSource } from '../../../src/sources/trail/trail-source.ts';
import { ACCOUNT, directoryOf, eventOf, keyOf, logFileOf } from './trail-files.ts';

const at = (text: string): number => Date.parse(`${text}:00Z`);
const NOW = at('2026-09-23T12:00');
const HOSTILE = keyOf('2026-09-22T10:05', 'us-east-1', 'hostile');
const GOOD = Object.fromEntries(
  ['2026-09-21', '2026-09-22', '2026-09-23'].map((day) => [
    keyOf(`${day}T10:05`),
    logFileOf(eventOf({ eventTime: `${day}T10:00:00Z` })),
  ]),
);
/** All but what a file delivered at 10:05 on the second day can tell of. */
const WITHOUT_IT = [
  { from: at('2026-09-21T00:00'), to: at('2026-09-22T04:05') },
  { from: at('2026-09-22T11:05'), to: at('2026-09-23T11:00') },
];

async function readDirectory(directory: string) {
  const observed: Observation[] = [];
  const store = { ...createDirectoryTrailStore(directory), whole: false };
  const outcome = await trailSource([{ store }], { clock: { now: () => NOW }, threads: 1 }).read(
    { accountId: ACCOUNT, regions: ['us-east-1'], from: at('2026-09-21T00:00'), to: NOW },
    {
      observe: (observation) => observed.push(observation),
      assumed: () => undefined,
      grantChanged: () => undefined,
      unreadable: () => undefined,
    },
  );
  const told = outcome.incomplete.map(({ what, why }) => `${what}: ${why}`.replaceAll(directory, 'DIR'));
  return { told, read: outcome.recordsRead?.[0]?.read, calls: observed.length };
}

const bomb = gzipSync(Buffer.alloc(300 * 1024 * 1024, ' '), { level: 9 });
const text = JSON.stringify({ Records: [eventOf()] });

test.each<readonly [string, Uint8Array, RegExp]>([
  ['inflates to more than memory allows', bomb, /it states \d+ bytes of content, more than/],
  [
    'inflates to more than memory allows, which its last part does not state',
    Buffer.concat([bomb, gzipSync(' ')]),
    /it holds more than \d+ bytes/,
  ],
  ['has two lists of records', gzipSync(text.replace(/}$/, ',"Records":[]}')), /the key "Records" stands twice/],
  ['repeats what decides', gzipSync(text.replace(/}]}$/, ',"eventName":"x"}]}')), /keys are repeated in eventName/],
  [
    'tells of 1970',
    logFileOf(eventOf({ eventCategory: undefined, eventTime: '1970-01-01T00:00:00Z' })),
    /no usable eventTime/,
  ],
  [
    'tells of the future',
    logFileOf(eventOf({ eventCategory: undefined, eventTime: '2026-09-24T12:00:01Z' })),
    /no usable eventTime/,
  ],
  [
    'tells of long ago',
    logFileOf(eventOf({ eventCategory: undefined, eventTime: '2026-07-01T00:00:00Z' })),
    /Cannot trust the time/,
  ],
])('a trail file that %s is told, and uncovers the hours that it may be of', async (_what, bytes, told) => {
  const whole = await readDirectory(await directoryOf(GOOD));
  expect(whole).toMatchObject({
    told: [],
    calls: 3,
    read: [{ from: at('2026-09-21T00:00'), to: at('2026-09-23T11:00') }],
  });
  const found = await readDirectory(await directoryOf({ ...GOOD, [HOSTILE]: bytes }));
  expect(found.told).toEqual([expect.stringMatching(told)]);
  expect(found.told[0]).toContain('hostile.json.gz');
  expect(found).toMatchObject({ calls: 3, read: WITHOUT_IT });
});

test.each<readonly [string, (path: string) => Promise<unknown> | unknown, RegExp]>([
  ['a pipe', (path) => execFileSync('mkfifo', [path]), /it is no regular file/],
  ['a link to a device', (path) => symlink('/dev/zero', path), /it is a link out of DIR/],
  ['a link to itself', (path) => symlink(path, path), /ELOOP/],
  ['a link to nothing', (path) => symlink('nothing', path), /ENOENT/],
])('%s in a directory is told, never waited for, and uncovers its hours', async (_what, make, told) => {
  const directory = await directoryOf(GOOD);
  await make(join(directory, HOSTILE));
  const found = await readDirectory(directory);
  expect(found).toMatchObject({ told: [expect.stringMatching(told)], calls: 3, read: WITHOUT_IT });
});

test('a link is followed to a file of the directory, not to one outside', async () => {
  const elsewhere = await directoryOf({ 'outside.json.gz': logFileOf(eventOf()) });
  const directory = await directoryOf({
    ...GOOD,
    'aside/file': logFileOf(eventOf({ eventName: 'PutObject', eventTime: '2026-09-22T10:00:01Z' })),
  });
  await symlink(join(directory, 'aside/file'), join(directory, HOSTILE));
  expect(await readDirectory(directory)).toMatchObject({ told: [], calls: 4 });
  await symlink(join(elsewhere, 'outside.json.gz'), join(directory, HOSTILE.replace('hostile', 'outside')));
  expect(await readDirectory(directory)).toMatchObject({
    told: [expect.stringContaining('a link out of DIR')],
    calls: 4,
  });
});

test('a link to a directory is not followed, and told', async () => {
  const elsewhere = await directoryOf(GOOD);
  const directory = await directoryOf({});
  await symlink(elsewhere, join(directory, 'logs'));
  await symlink(elsewhere, join(directory, 'CloudTrail-Digest'));
  const { told, calls } = await readDirectory(directory);
  expect(told).toEqual(['trail files in DIR/logs: links to directories are not followed; name the directory itself']);
  expect(calls).toBe(0);
});

test('a directory that is named by a link is read', async () => {
  const directory = await directoryOf({});
  await symlink(await directoryOf(GOOD), join(directory, 'logs'));
  expect(await readDirectory(join(directory, 'logs'))).toMatchObject({ told: [], calls: 3 });
});

test('an empty file is told', async () => {
  const directory = await directoryOf(GOOD);
  await mkdir(dirname(join(directory, HOSTILE)), { recursive: true });
  await writeFile(join(directory, HOSTILE), '');
  expect(await readDirectory(directory)).toMatchObject({ told: [expect.stringContaining('it is empty')], calls: 3 });
});

test('a file that is larger as it is stored than memory allows is not fetched', async () => {
  const pool = await openScanPool({}, 1);
  await pool.close();
  const store = createDirectoryTrailStore(await directoryOf(GOOD));
  const address = `s3://b/${HOSTILE}`;
  const files = [{ address, size: pool.limits.stored + 1 }];
  let fetched = 0;
  const outcome = await trailSource(
    [
      {
        store: {
          ...store,
          async *groups() {
            yield { files };
          },
          async read() {
            fetched += 1;
            return new Uint8Array();
          },
        },
      },
    ],
    { clock: { now: () => NOW }, threads: 1 },
  ).read(
    { accountId: ACCOUNT, regions: ['us-east-1'], from: at('2026-09-21T00:00'), to: NOW },
    { observe: () => {}, assumed: () => {}, grantChanged: () => {}, unreadable: () => {} },
  );
  expect(fetched).toBe(0);
  expect(outcome.incomplete).toMatchObject([
    { what: `trail file ${address}`, why: expect.stringContaining('that the memory allows for one file') },
  ]);
});

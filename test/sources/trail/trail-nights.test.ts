import { expect, test } from 'vitest';
import { createTrailCalls } from '../../../src/aws/s3/trail-sdk-calls.ts';
import type { RecordsRead } from '../../../src/evidence/coverage.ts';
import type { ReadPart } from '../../../src/evidence/usage.ts';
import { bucketTrailStore } from '../../../src/sources/trail/bucket-trail-store.ts';
import { trailSource } from '../../../src/sources/trail/trail-source.ts';
import type { TrailStore } from '../../../src/sources/trail/trail-store.ts';
import { sandboxSession } from '../../support/sandbox-session.ts';
import { ACCOUNT, eventOf, keyOf, logFileOf } from './trail-files.ts';

const BUCKET = 'the-trail';
const at = (text: string): number => Date.parse(`${text}:00Z`);
const FILE = logFileOf(eventOf());
const LOCATION = { bucket: BUCKET, prefix: '' };
const QUIET_DAYS = [keyOf('2026-09-17T10:05'), keyOf('2026-09-20T10:05')];

interface Night {
  readonly now?: number;
  readonly known?: ReadPart;
  readonly prefix?: string;
  readonly signal?: AbortSignal;
  readonly change?: (store: TrailStore) => TrailStore;
}

/** Reads a window of four days, up to `now`, of a bucket with these keys. */
async function night(keys: readonly string[], options: Night = {}) {
  const { now = at('2026-09-22T03:00'), prefix = '', signal, change = (store) => store } = options;
  const { sandbox, session } = await sandboxSession({ limits: false });
  sandbox.account.buckets.push(BUCKET);
  for (const key of keys) {
    const body = Buffer.from(FILE);
    sandbox.state.objects.set(`${BUCKET}/${key}`, { body, etag: '"1"', lastModified: 0, headers: {} });
  }
  const kept: ReadPart[] = [];
  const store = change(bucketTrailStore(createTrailCalls(session), `s3://${BUCKET}`));
  const source = trailSource([{ store, location: { bucket: BUCKET, prefix } }], {
    clock: { now: () => now },
    threads: 1,
    ...(signal && { signal }),
  });
  const outcome = await source.read(
    {
      accountId: ACCOUNT,
      regions: ['us-east-1', 'eu-west-1'],
      from: at('2026-09-18T03:00'),
      to: now,
      ...(options.known && { known: options.known }),
    },
    {
      observe: () => undefined,
      assumed: () => undefined,
      grantChanged: () => undefined,
      unreadable: () => undefined,
      async partRead(part) {
        kept.push(part);
      },
    },
  );
  const gets = sandbox.calls.filter(({ operation }) => operation === 'GetObject').length;
  return { read: outcome.recordsRead?.map((region) => region.read), gets, kept, incomplete: outcome.incomplete };
}

/** What a run at three in the morning of the 21st leaves in the ledger. */
function readBefore(from: string, location: RecordsRead['location']): ReadPart {
  const read = [{ from: at(from), to: at('2026-09-21T00:00') }];
  const both = ['us-east-1', 'eu-west-1'].map(
    (region): RecordsRead => ({ source: 'trail', region, read, ...(location && { location }) }),
  );
  return { coverage: [], recordsRead: both };
}

const UP_TO_NOW = at('2026-09-22T02:00');

test('days without files are quiet days where older files are still there', async () => {
  const whole = [{ from: at('2026-09-18T03:00'), to: UP_TO_NOW }];
  expect((await night(QUIET_DAYS)).read).toEqual([whole, whole]);
});

test('days before the first file are not covered: a bucket may be set to delete what is old', async () => {
  const after = [{ from: at('2026-09-21T00:00'), to: UP_TO_NOW }];
  expect((await night([keyOf('2026-09-20T10:05')])).read).toEqual([after, after]);
});

test.each([
  ['no files at all', []],
  ['those of another trail, below another prefix', [`other/${keyOf('2026-09-17T10:05')}`]],
])('nothing is covered where the bucket has %s', async (_, keys) => {
  expect((await night(keys)).read).toEqual([[], []]);
});

test('days that an earlier run read are not read again', async () => {
  const keys = [...QUIET_DAYS, keyOf('2026-09-21T10:05')];
  const { read, gets } = await night(keys, { known: readBefore('2026-09-18T03:00', LOCATION) });
  expect(gets).toBe(1);
  expect(read?.[0]).toEqual([{ from: at('2026-09-21T00:00'), to: UP_TO_NOW }]);
});

test('what an earlier run did not get to is read tonight', async () => {
  const known = readBefore('2026-09-20T00:00', LOCATION);
  const keys = [...QUIET_DAYS, keyOf('2026-09-18T10:05'), keyOf('2026-09-21T10:05')];
  const { read, gets } = await night(keys, { known });
  expect(gets).toBe(3);
  expect(read?.[0]).toEqual([{ from: at('2026-09-18T03:00'), to: UP_TO_NOW }]);
});

test.each([
  ['another bucket', { bucket: 'other', prefix: '' }],
  ['another prefix', { bucket: BUCKET, prefix: 'team' }],
  ['nobody knows where', undefined],
])('what was read of %s is read all the same', async (_, location) => {
  const { gets } = await night(QUIET_DAYS, { known: readBefore('2026-09-18T03:00', location) });
  expect(gets).toBe(1);
});

test('late in the evening nothing is missing because tomorrow has not come', async () => {
  const now = at('2026-09-22T23:30');
  expect((await night(QUIET_DAYS, { now })).read?.[0]?.at(-1)?.to).toBe(at('2026-09-22T22:30'));
});

test('a day whose files lie in two folders is not covered when the time was up between them', async () => {
  const inOrganization = keyOf('2026-09-21T10:05').replace('AWSLogs/', 'AWSLogs/o-abc1234567/');
  const time = new AbortController();
  const { read } = await night([...QUIET_DAYS, keyOf('2026-09-21T10:05'), inOrganization], {
    signal: time.signal,
    change: (store) => ({
      ...store,
      async *groups(query) {
        for await (const group of store.groups(query)) {
          yield group;
          if (group.files.length > 0) time.abort();
        }
      },
    }),
  });
  expect(read?.flat().every(({ from }) => from >= at('2026-09-22T00:00'))).toBe(true);
});

test('what was read is handed in to be kept every some hundred files, and only what was read to its end', async () => {
  const many = Array.from({ length: 501 }, (_, index) => keyOf('2026-09-20T10:05', 'us-east-1', `n${index}`));
  const { kept } = await night([...many, keyOf('2026-09-17T10:05'), keyOf('2026-09-18T10:05')]);
  expect(kept).toHaveLength(1);
  const [first] = kept[0]?.recordsRead ?? [];
  expect(first?.location).toEqual(LOCATION);
  expect(first?.read.at(-1)?.to).toBe(UP_TO_NOW);
  expect(first?.read[0]?.from).toBeGreaterThanOrEqual(at('2026-09-19T00:00'));
});

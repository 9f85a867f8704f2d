import { expect, test } from 'vitest';
import type { Observation } from '../../../src/cloudtrail/observation.ts';
import { createDirectoryTrailStore } from '../../../src/sources/trail/directory-trail-store.ts';
import { trailSource } from '../../../src/sources/trail/trail-source.ts';
import type { TrailStore } from '../../../src/sources/trail/trail-store.ts';
import { proven } from '../../cloudtrail/proven.ts';
import { dimension, summaryOf } from '../../support/summaries.ts';
import { ACCOUNT, directoryOf, eventOf, keyOf, logFileOf, ROLE } from './trail-files.ts';

const at = (text: string): number => Date.parse(`${text}:00Z`);
const NOW = at('2026-09-24T12:00');

async function read(
  files: Readonly<Record<string, Uint8Array>>,
  change: (store: TrailStore) => TrailStore = (store) => store,
  signal?: AbortSignal,
) {
  const store = change({ ...createDirectoryTrailStore(await directoryOf(files)), whole: true });
  const observed: Observation[] = [];
  const unreadable: string[] = [];
  const source = trailSource([{ store }], {
    clock: { now: () => NOW },
    threads: 1,
    ...(signal && { signal }),
  });
  const outcome = await source.read(
    { accountId: ACCOUNT, regions: ['us-east-1'], from: at('2026-09-21T00:00'), to: NOW },
    {
      observe: (observation) => observed.push(observation),
      assumed: () => undefined,
      grantChanged: () => undefined,
      unreadable: (region, why) => unreadable.push(`${region} ${why}`),
    },
  );
  return { outcome, observed, unreadable, covered: outcome.recordsRead?.[0]?.read };
}

/** A file a day, from the day before the window on. */
const DAYS = Object.fromEntries(
  ['2026-09-20', '2026-09-21', '2026-09-22', '2026-09-23', '2026-09-24'].map((day) => [
    keyOf(`${day}T10:05`),
    logFileOf(eventOf({ eventTime: `${day}T10:00:00Z` })),
  ]),
);

test('what was recorded and read is covered, up to what may still be delivered', async () => {
  const { outcome, observed } = await read(DAYS);
  expect(outcome).toEqual({
    coverage: [],
    caveats: [],
    recordsRead: [
      { source: 'trail', region: 'us-east-1', read: [{ from: at('2026-09-21T00:00'), to: at('2026-09-24T11:00') }] },
    ],
    shown: [],
    unvalidated: [],
    refused: new Map(),
    incomplete: [],
    records: 4,
  });
  expect(observed.map(({ principal, repeats }) => [principal.arn, repeats?.count ?? 1])).toEqual(
    Array.from({ length: 4 }, () => [ROLE, 1]),
  );
});

test('the hours before a file that cannot be read are not covered', async () => {
  const { outcome, covered } = await read({
    ...DAYS,
    [keyOf('2026-09-23T08:00')]: Buffer.from('nothing of the kind'),
  });
  expect(covered).toEqual([
    { from: at('2026-09-21T00:00'), to: at('2026-09-23T02:00') },
    { from: at('2026-09-23T09:00'), to: at('2026-09-24T11:00') },
  ]);
  expect(outcome.incomplete).toHaveLength(1);
});

const WHOLE = [{ from: at('2026-09-21T00:00'), to: at('2026-09-24T11:00') }];
const WITH_GAP = [
  { from: at('2026-09-21T00:00'), to: at('2026-09-23T02:00') },
  { from: at('2026-09-23T09:00'), to: at('2026-09-24T11:00') },
];

test.each([
  ['management events', { eventCategory: 'Management' }, WITH_GAP, WHOLE],
  ['data events', { eventCategory: 'Data' }, WHOLE, WITH_GAP],
  ['both, when it does not say', { eventCategory: undefined }, WITH_GAP, WITH_GAP],
  ['neither, when it is of a class of its own', { eventCategory: 'NetworkActivity' }, WHOLE, WHOLE],
])('a record that cannot be read is told of, and uncovers %s of its file', async (_, change, management, data) => {
  const { outcome, unreadable } = await read({
    ...DAYS,
    [keyOf('2026-09-23T08:00')]: logFileOf(eventOf({ eventName: null, ...change })),
  });
  const [found] = outcome.recordsRead ?? [];
  expect(found?.read).toEqual(management);
  expect(found?.dataRead ?? found?.read).toEqual(data);
  expect(unreadable).toEqual([expect.stringMatching(/^us-east-1 Cannot read CloudTrail record/)]);
});

const SUMMARY = summaryOf(dimension('userIdentity', ROLE), [dimension('eventName', 'PutObject')]);

test('summaries of data events tell of use, and neither cover nor uncover anything', async () => {
  const folder = keyOf('2026-09-23T08:00').replace('/CloudTrail/', '/CloudTrail-Aggregated/');
  const { outcome, observed, covered } = await read({
    ...DAYS,
    [folder]: logFileOf({ ...SUMMARY, timeWindow: WINDOW }),
    [folder.replace('T0800Z', 'T0810Z')]: Buffer.from('nothing of the kind'),
    [keyOf('2026-09-23T09:00')]: logFileOf({ ...SUMMARY, timeWindow: WINDOW }),
  });
  expect(covered).toEqual(WHOLE);
  expect(outcome.recordsRead?.[0]?.dataRead).toBeUndefined();
  expect(outcome.incomplete).toHaveLength(1);
  const summed = observed.filter(({ summary }) => summary !== undefined);
  expect(summed.map(proven).map(({ actions }) => actions[0]?.action)).toContain('s3:PutObject');
});

const WINDOW = { windowStart: '2026-09-23T07:50:00Z', windowEnd: '2026-09-23T07:55:00Z', windowSize: 'PT5M' };

test('a bad file that does not say when and where it is from leaves nothing covered', async () => {
  const { covered } = await read({ ...DAYS, 'somewhere/export.json.gz': Buffer.from('no') });
  expect(covered).toEqual([]);
});

test('a day that could not be listed is not covered', async () => {
  const { covered, outcome } = await read(DAYS, (store) => ({
    ...store,
    async *groups(query) {
      for await (const group of store.groups(query)) {
        const isLost = group.delivered?.from === at('2026-09-22T00:00');
        yield isLost ? { ...group, files: [], incomplete: { what: 'a day', why: 'denied' } } : group;
      }
    },
  }));
  expect(covered).toEqual([
    { from: at('2026-09-21T00:00'), to: at('2026-09-21T18:00') },
    { from: at('2026-09-23T00:00'), to: at('2026-09-24T11:00') },
  ]);
  expect(outcome.incomplete).toEqual([{ what: 'a day', why: 'denied' }]);
});

test('a directory is covered only on days that have files', async () => {
  const without = Object.fromEntries(Object.entries(DAYS).filter(([key]) => !key.includes('/2026/09/22/')));
  const { covered } = await read(without, (store) => ({ ...store, whole: false }));
  expect(covered).toEqual([
    { from: at('2026-09-21T00:00'), to: at('2026-09-21T18:00') },
    { from: at('2026-09-23T00:00'), to: at('2026-09-24T11:00') },
  ]);
});

test('a file that was read by half is read again', async () => {
  const [, key = ''] = Object.keys(DAYS);
  let reads = 0;
  const { outcome, observed } = await read(DAYS, (store) => ({
    ...store,
    async read(file) {
      const bytes = await store.read(file);
      if (!file.address.endsWith(key)) return bytes;
      reads += 1;
      return reads === 1 ? bytes.subarray(0, bytes.length >> 1) : bytes;
    },
  }));
  expect(reads).toBe(2);
  expect(outcome.incomplete).toEqual([]);
  expect(observed).toHaveLength(4);
});

test('when the time is up, what was not read is said, and is not covered', async () => {
  const time = new AbortController();
  const { outcome, covered } = await read(
    DAYS,
    (store) => ({
      ...store,
      async read(file) {
        if (file.address.includes('/2026/09/23/')) time.abort();
        return store.read(file);
      },
    }),
    time.signal,
  );
  expect(covered?.[0]?.from).toBeGreaterThan(at('2026-09-21T00:00'));
  expect(outcome.incomplete).toEqual([
    {
      what: expect.stringMatching(/^trail files of us-east-1 from before 2026-09-2[234]/),
      why: "the run's deadline came first",
    },
  ]);
});

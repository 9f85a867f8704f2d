import { expect, test } from 'vitest';
import type { Observation } from '../../../src/cloudtrail/observation.ts';
import type { TrailDelivery } from '../../../src/cloudtrail/trail-settings/trail.ts';
import { autoTrailSources, type TableBesideFiles } from '../../../src/sources/trail/auto/auto-trail-source.ts';
import { bucketTrailStore } from '../../../src/sources/trail/bucket-trail-store.ts';
import { type BucketCall, type Refusal, trailBuckets } from '../../support/trail-buckets.ts';
import { ACCOUNT, eventOf, keyOf, logFileOf } from './trail-files.ts';

const at = (text: string): number => Date.parse(`${text}:00Z`);
const NOW = at('2026-09-24T12:00');
const DAYS = ['2026-09-20', '2026-09-21', '2026-09-22', '2026-09-23', '2026-09-24'];

/** A file a day in a bucket, below a prefix that ends in a slash. */
function filesIn(bucket: string, prefix = '', place = 'AWSLogs/'): Readonly<Record<string, Uint8Array>> {
  return Object.fromEntries(
    DAYS.map((day) => [
      `${bucket}/${prefix}${keyOf(`${day}T10:05`).replace('AWSLogs/', place)}`,
      logFileOf(eventOf({ eventTime: `${day}T10:00:00Z`, eventID: `${bucket} ${day}` })),
    ]),
  );
}

function trail(parts: Partial<TrailDelivery> = {}): TrailDelivery {
  return {
    arn: `arn:aws:cloudtrail:us-east-1:${ACCOUNT}:trail/main`,
    name: 'main',
    homeRegion: 'us-east-1',
    bucket: 'logs',
    prefix: '',
    ofOrganization: false,
    logFileValidation: false,
    statuses: [{ region: 'us-east-1', logging: true, startedAt: 0 }],
    ...parts,
  };
}

interface World {
  readonly trails?: readonly TrailDelivery[];
  readonly objects?: Readonly<Record<string, Uint8Array>>;
  readonly refuses?: (call: BucketCall) => Refusal | undefined;
  readonly given?: readonly { readonly bucket: string; readonly prefix: string }[];
  readonly mostBytes?: number;
  readonly table?: TableBesideFiles;
}

async function read({ trails = [trail()], objects = filesIn('logs'), refuses, given = [], ...more }: World) {
  const { callsTo, calls } = trailBuckets(objects, refuses);
  const placeAt = (location: { readonly bucket: string; readonly prefix: string }) => ({
    store: bucketTrailStore(callsTo, `s3://${location.bucket}/${location.prefix}`, true),
    location,
  });
  const observed: Observation[] = [];
  const sources = autoTrailSources({
    clock: { now: () => NOW },
    threads: 1,
    finder: { given: given.map(placeAt), deliveries: async () => trails, placeAt, partition: 'aws' },
    ...more,
  });
  const request = { accountId: ACCOUNT, regions: ['us-east-1'], from: at('2026-09-21T00:00'), to: NOW } as const;
  const receiver = {
    observe: (observation: Observation) => observed.push(observation),
    assumed: () => undefined,
    grantChanged: () => undefined,
    unreadable: () => undefined,
  };
  const outcomes = await Promise.all(sources.map((source) => source.read({ ...request }, receiver)));
  const [outcome] = outcomes;
  return { outcome, outcomes, observed, calls, sources: sources.map(({ name }) => name) };
}

const WHOLE = [{ from: at('2026-09-21T00:00'), to: at('2026-09-24T11:00') }];

test('a trail is read where it delivers, without being told where', async () => {
  const { outcome, observed } = await read({});
  expect(outcome).toMatchObject({
    recordsRead: [{ source: 'trail', region: 'us-east-1', read: WHOLE, location: { bucket: 'logs', prefix: '' } }],
    incomplete: [],
    caveats: [],
    records: 4,
  });
  expect(observed).toHaveLength(4);
});

test("an organization's trail is read in the account's own folder alone", async () => {
  const others = Object.fromEntries(
    Object.entries(filesIn('central', 'org/', 'AWSLogs/o-abc1234567/')).map(([key, body]) => [
      key.replaceAll(ACCOUNT, '999999999999'),
      body,
    ]),
  );
  const { outcome, calls } = await read({
    trails: [trail({ bucket: 'central', prefix: 'org', ofOrganization: true })],
    objects: { ...others, ...filesIn('central', 'org/', 'AWSLogs/o-abc1234567/') },
  });
  expect(outcome).toMatchObject({ records: 4, incomplete: [], caveats: [] });
  expect(calls.filter((call) => call.action === 's3:GetObject' && call.key.includes('999999999999'))).toEqual([]);
});

test('two trails that deliver to one place are read once, also where that place is given', async () => {
  const trails = [trail(), trail({ name: 'data', arn: 'arn:aws:cloudtrail:us-east-1:1:trail/data' })];
  for (const given of [[], [{ bucket: 'logs', prefix: '' }]]) {
    const { outcome } = await read({ trails, given });
    expect(outcome?.recordsRead?.map(({ location }) => location)).toEqual([{ bucket: 'logs', prefix: '' }]);
    expect(outcome?.records).toBe(4);
  }
});

test('what is given is read beside what is found', async () => {
  const objects = { ...filesIn('logs'), ...filesIn('central', 'org/') };
  const { outcome } = await read({ objects, given: [{ bucket: 'central', prefix: 'org' }] });
  expect(outcome?.records).toBe(8);
});

test('a trail that was stopped before the window is not looked for', async () => {
  const stopped = { region: 'us-east-1', logging: false, startedAt: 0, stoppedAt: at('2026-09-01T00:00') };
  const { outcome, calls } = await read({ trails: [trail({ statuses: [stopped] })] });
  expect(outcome).toMatchObject({ incomplete: [], caveats: [], records: 0 });
  expect(calls).toEqual([]);
});

test('a trail that has delivered nothing yet is neither refused nor incomplete', async () => {
  const { outcome } = await read({ objects: {} });
  expect(outcome).toMatchObject({ incomplete: [], caveats: [], records: 0 });
});

test.each<readonly [string, Partial<TrailDelivery>, (call: BucketCall) => Refusal | undefined, string]>([
  [
    'whose bucket may not be listed',
    { prefix: 'team' },
    ({ action }) => (action === 's3:ListBucket' ? { action } : undefined),
    `The trail main (us-east-1) is not read: s3:ListBucket is refused in s3://logs/team. To have it read, add to the auditor's role {"Effect":"Allow","Action":["s3:GetObject","s3:ListBucket"],"Resource":["arn:aws:s3:::logs","arn:aws:s3:::logs/team/AWSLogs/${ACCOUNT}/CloudTrail*/*"]}.`,
  ],
  [
    "of an organization, whose log files may not be read and whose bucket may be another account's",
    { ofOrganization: true, arn: 'arn:aws:cloudtrail:us-east-1:999999999999:trail/main' },
    ({ action }) => (action === 's3:GetObject' ? { action } : undefined),
    `The trail main (us-east-1) is not read: s3:GetObject is refused in s3://logs. To have it read, add to the auditor's role {"Effect":"Allow","Action":["s3:GetObject","s3:ListBucket"],"Resource":["arn:aws:s3:::logs","arn:aws:s3:::logs/AWSLogs/o-*/${ACCOUNT}/CloudTrail*/*"]}, and allow it in the bucket’s policy: the bucket may be of another account.`,
  ],
  [
    'whose key may not be used',
    { keyArn: 'arn:aws:kms:us-east-1:123456789012:key/k' },
    ({ action }) => (action === 's3:GetObject' ? { action: 'kms:Decrypt' } : undefined),
    'The trail main (us-east-1) is not read: kms:Decrypt is refused in s3://logs. To have it read, add to the auditor\'s role {"Effect":"Allow","Action":"kms:Decrypt","Resource":"arn:aws:kms:us-east-1:123456789012:key/k"}, and allow it in the key’s policy.',
  ],
  [
    'that a policy of the organization keeps to itself',
    {},
    () => ({ action: 's3:ListBucket', refusedBy: 'a service control policy' }),
    "The trail main (us-east-1) is not read: s3:ListBucket is refused in s3://logs, by a service control policy, which no statement of the auditor's role can overrule.",
  ],
])('a trail %s is one sentence, and what it records is unread rather than off', async (_, parts, refuses, sentence) => {
  const { prefix = '' } = parts;
  const place = parts.ofOrganization ? 'AWSLogs/o-abc1234567/' : 'AWSLogs/';
  const objects = filesIn('logs', prefix === '' ? '' : `${prefix}/`, place);
  const { outcome, calls } = await read({ trails: [trail(parts)], objects, refuses });
  expect(outcome?.caveats).toEqual([sentence]);
  expect(outcome).toMatchObject({
    recordsRead: [{ source: 'trail', region: 'us-east-1', read: [], location: { bucket: 'logs', prefix } }],
    incomplete: [],
    records: 0,
  });
  expect(calls.filter(({ action }) => action === 's3:GetObject').length).toBeLessThan(2);
});

test('a folder that may not be listed beside one that may be read does not keep that from being read', async () => {
  const { outcome } = await read({
    objects: { ...filesIn('logs'), ...filesIn('logs', '', 'AWSLogs/o-abc1234567/') },
    refuses: (call) => (call.action === 's3:ListBucket' && call.prefix.includes('o-abc') ? call : undefined),
  });
  expect(outcome).toMatchObject({ caveats: [], records: 4 });
  expect(outcome?.incomplete.map(({ what }) => what)).toEqual(['trail files below s3://logs/AWSLogs/o-abc1234567/']);
  expect(outcome?.recordsRead?.map((each) => each.read)).toEqual([[]]);
});

test('a trail that cannot be read keeps no other from it', async () => {
  const { outcome } = await read({
    trails: [trail(), trail({ name: 'central', bucket: 'central' })],
    refuses: ({ action, bucket }) => (bucket === 'central' ? { action } : undefined),
  });
  expect(outcome?.records).toBe(4);
  expect(outcome?.caveats).toHaveLength(1);
});

test('more bytes than one run takes are read from the newest on, and the rest is told of and covers nothing', async () => {
  const [size = 0] = Object.values(filesIn('logs')).map(({ length }) => length);
  const { outcome, observed } = await read({ mostBytes: Math.floor(2.5 * size) });
  expect(observed.map((each) => new Date(each.at).toISOString().slice(0, 10)).sort()).toEqual(DAYS.slice(-2));
  expect(outcome?.recordsRead?.map((each) => each.read)).toEqual([
    [{ from: at('2026-09-23T00:00'), to: at('2026-09-24T11:00') }],
  ]);
  expect(outcome?.incomplete).toEqual([
    {
      what: 'trail files of s3://logs/ that were delivered before 2026-09-23T00:00:00Z',
      why: expect.stringContaining(
        'log files, the newest first; the next goes on with older ones where a ledger is kept',
      ),
    },
  ]);
});

test('a run takes the newest day, however large', async () => {
  const { observed } = await read({ mostBytes: 1 });
  expect(observed.map((each) => new Date(each.at).toISOString().slice(0, 10))).toEqual(DAYS.slice(-1));
});

const TABLE = { coverage: [], incomplete: [], records: 77 };
function tableOf(bucket: string | undefined): TableBesideFiles {
  return {
    source: { name: 'athena', read: async () => TABLE },
    location: async () => (bucket === undefined ? undefined : { bucket, prefix: '' }),
  };
}

test('a table is asked where its place holds more than one run reads, in place of the files', async () => {
  const { outcomes, observed, sources } = await read({ mostBytes: 300, table: tableOf('logs') });
  expect(sources).toEqual(['trail', 'athena']);
  expect(outcomes[1]).toEqual(TABLE);
  expect(observed).toEqual([]);
  expect(outcomes[0]?.incomplete).toEqual([]);
});

test('a table is not asked where its files can be read', async () => {
  const { outcomes } = await read({ table: tableOf('logs') });
  expect(outcomes.map(({ records }) => records)).toEqual([4, 0]);
});

test.each([
  ['of another place', 'elsewhere'],
  ['that does not say where its files are', undefined],
])('a table %s is asked beside the files', async (_, bucket) => {
  const { outcomes } = await read({ table: tableOf(bucket) });
  expect(outcomes.map(({ records }) => records)).toEqual([4, 77]);
});

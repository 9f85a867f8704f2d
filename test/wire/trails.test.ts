import { expect, test } from 'vitest';
import { createLookupCalls } from '../../src/aws/cloudtrail/lookup-sdk-calls.ts';
import { createTrailReader } from '../../src/aws/cloudtrail/trails.ts';
import { DAY_MS } from '../../src/base/time.ts';
import { usageTable } from '../../src/evidence/usage-table.ts';
import { addEvent } from '../../src/sandbox/add-event.ts';
import { emptyAccount, type SandboxTrail } from '../../src/sandbox/sandbox-account.ts';
import { lookupSource } from '../../src/sources/lookup/lookup-source.ts';
import { catalog } from '../ledger/seen.ts';
import { sandboxSession } from '../support/sandbox-session.ts';

const NOW = Date.UTC(2026, 10, 22, 3);
const ACCOUNT = '418295736412';
const REGIONS = ['us-east-1', 'eu-west-1'] as const;

function trail(parts: Partial<SandboxTrail> = {}): SandboxTrail {
  return {
    name: 'main',
    homeRegion: 'us-east-1',
    multiRegion: true,
    bucket: 'logs',
    logging: true,
    startedAt: NOW - 400 * DAY_MS,
    eventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true }],
    advancedEventSelectors: [],
    ...parts,
  };
}

async function accountWith(...trails: readonly SandboxTrail[]) {
  const account = emptyAccount({ now: NOW, regions: REGIONS });
  account.trails.push(...trails);
  const { sandbox, session } = await sandboxSession({ account, limits: false });
  const reader = createTrailReader(session, { accountId: ACCOUNT, clock: { now: () => NOW } });
  return { account, sandbox, reader };
}

test('a multi-Region trail has a status in every Region, and its settings are read once', async () => {
  const { reader, sandbox } = await accountWith(trail({ prefix: '/audit/' }));
  const { value, incomplete } = await reader.read(REGIONS);
  expect(incomplete).toEqual([]);
  expect(value).toEqual([
    {
      trail: {
        arn: `arn:aws:cloudtrail:us-east-1:${ACCOUNT}:trail/main`,
        name: 'main',
        homeRegion: 'us-east-1',
        bucket: 'logs',
        prefix: 'audit',
        globalServiceEvents: true,
        selectors: {
          kind: 'basic',
          selectors: [{ readWriteType: 'All', managementEvents: true, excludedEventSources: [], dataResources: [] }],
        },
        statuses: REGIONS.map((region) => ({
          region,
          logging: true,
          startedAt: NOW - 400 * DAY_MS,
          lastDeliveryAt: NOW - 4 * 60_000,
        })),
      },
      past: {
        readAt: NOW,
        foreign: false,
        history: { changes: [], read: { from: NOW - 90 * DAY_MS, to: NOW - 15 * 60_000 } },
      },
    },
  ]);
  expect(sandbox.calls.filter(({ operation }) => operation === 'GetEventSelectors')).toHaveLength(1);
});

test('a trail of one Region has a status there alone', async () => {
  const { reader } = await accountWith(
    trail({ multiRegion: false, homeRegion: 'eu-west-1', logging: false, stoppedAt: NOW }),
  );
  const { value } = await reader.read(REGIONS);
  expect(value.map((known) => known.trail.statuses)).toEqual([
    [
      {
        region: 'eu-west-1',
        logging: false,
        startedAt: NOW - 400 * DAY_MS,
        stoppedAt: NOW,
        lastDeliveryAt: NOW,
      },
    ],
  ]);
});

test('advanced selectors keep every field and operator', async () => {
  const { reader } = await accountWith(
    trail({
      eventSelectors: [],
      advancedEventSelectors: [
        {
          Name: 'objects',
          FieldSelectors: [
            { Field: 'eventCategory', Equals: ['Data'] },
            { Field: 'resources.ARN', NotStartsWith: ['arn:aws:s3:::logs/'], EndsWith: ['.csv'] },
          ],
        },
      ],
    }),
  );
  const { value } = await reader.read(REGIONS);
  expect(value[0]?.trail.selectors).toEqual({
    kind: 'advanced',
    selectors: [
      {
        fields: [
          { field: 'eventCategory', equals: ['Data'] },
          { field: 'resources.ARN', notStartsWith: ['arn:aws:s3:::logs/'], endsWith: ['.csv'] },
        ],
      },
    ],
  });
});

test('log files that S3 refuses show in the status', async () => {
  const lastDeliveryAt = NOW - 3 * DAY_MS;
  const { reader } = await accountWith(trail({ deliveryError: { code: 'AccessDenied', lastDeliveryAt } }));
  const { value } = await reader.read(REGIONS);
  expect(value[0]?.trail.statuses[0]).toMatchObject({ deliveryError: 'AccessDenied', lastDeliveryAt });
});

test('calls that changed a trail are found by its name or ARN; calls that failed changed nothing', async () => {
  const { account, reader } = await accountWith(trail());
  const call = { eventSource: 'cloudtrail.amazonaws.com', userIdentity: { type: 'Root' } };
  addEvent(account, {
    ...call,
    eventName: 'PutEventSelectors',
    at: NOW - 10 * DAY_MS,
    requestParameters: { trailName: 'main' },
  });
  addEvent(account, {
    ...call,
    eventName: 'StopLogging',
    at: NOW - 5 * DAY_MS,
    requestParameters: { name: `arn:aws:cloudtrail:us-east-1:${ACCOUNT}:trail/main` },
  });
  addEvent(account, { ...call, eventName: 'StartLogging', at: NOW - 4 * DAY_MS });
  addEvent(account, {
    ...call,
    eventName: 'DeleteTrail',
    at: NOW - DAY_MS,
    errorCode: 'AccessDenied',
    requestParameters: { name: 'main' },
  });
  addEvent(account, { ...call, eventName: 'UpdateTrail', region: 'eu-west-1', at: NOW - DAY_MS });
  const { value } = await reader.read(REGIONS);
  expect(value[0]?.past.history?.changes).toEqual([
    { at: NOW - 10 * DAY_MS, eventName: 'PutEventSelectors', trail: 'main' },
    { at: NOW - 4 * DAY_MS, eventName: 'StartLogging' },
    {
      at: NOW - 5 * DAY_MS,
      eventName: 'StopLogging',
      trail: `arn:aws:cloudtrail:us-east-1:${ACCOUNT}:trail/main`,
    },
  ]);
});

test.each([
  ['switched on alone', { name: 'main', enableLogFileValidation: true, snsTopicName: null }, []],
  ['switched off', { name: 'main', enableLogFileValidation: false }, [NOW - DAY_MS]],
  ['switched on with a new bucket', { name: 'main', enableLogFileValidation: true, s3BucketName: 'b' }, [NOW - DAY_MS]],
  ['not mentioned', { name: 'main' }, [NOW - DAY_MS]],
])('a call by which log file validation is %s changes what a trail records, or not', async (_, parameters, changes) => {
  const { account, reader } = await accountWith(trail());
  addEvent(account, {
    eventSource: 'cloudtrail.amazonaws.com',
    eventName: 'UpdateTrail',
    at: NOW - DAY_MS,
    userIdentity: { type: 'Root' },
    requestParameters: parameters,
  });
  const { value } = await reader.read(REGIONS);
  expect(value[0]?.past.history?.changes.map(({ at }) => at)).toEqual(changes);
});

test('where trails deliver, and whether files can be checked, is asked once for both readings', async () => {
  const since = NOW - 10 * DAY_MS;
  const { reader, sandbox } = await accountWith(
    trail({ prefix: '/audit/', logFileValidation: { since } }),
    trail({ name: 'org', ownerId: '999999999999' }),
  );
  const [deliveries] = await Promise.all([reader.deliveries(REGIONS), reader.read(REGIONS)]);
  expect(deliveries).toMatchObject([
    {
      name: 'main',
      homeRegion: 'us-east-1',
      bucket: 'logs',
      prefix: 'audit',
      ofOrganization: false,
      logFileValidation: true,
    },
    { name: 'org', ofOrganization: true, logFileValidation: false },
  ]);
  expect(deliveries.map(({ statuses }) => statuses.map(({ region, lastDigestAt }) => [region, lastDigestAt]))).toEqual([
    REGIONS.map((region) => [region, NOW - 20 * 60_000]),
    REGIONS.map((region) => [region, undefined]),
  ]);
  expect(sandbox.calls.filter(({ operation }) => operation === 'DescribeTrails')).toHaveLength(REGIONS.length);
});

test('of trails that cannot be read nobody knows where they deliver', async () => {
  const { reader, sandbox } = await accountWith(trail());
  sandbox.injectFault({ service: 'cloudtrail', operation: 'DescribeTrails', kind: 'accessDenied' });
  expect(await reader.deliveries(REGIONS)).toEqual([]);
});

test.each([
  ['of another account', '999999999999'],
  ['of this account, which a delegated administrator may change', ACCOUNT],
])("an organization's trail %s is foreign, and its changes are not looked for here", async (_, ownerId) => {
  const { reader, sandbox } = await accountWith(trail({ ownerId }));
  const { value } = await reader.read(REGIONS);
  expect(value[0]?.past).toEqual({ readAt: NOW, foreign: true });
  expect(sandbox.calls.filter(({ operation }) => operation === 'LookupEvents')).toEqual([]);
});

test.each([
  ['DescribeTrails', ['trails of us-east-1', 'trails of eu-west-1'], 0],
  ['GetTrailStatus', ['status of trail', 'status of trail'], 0],
  ['GetEventSelectors', ['settings of trail'], 0],
  ['LookupEvents', ['changes of trails in us-east-1'], 1],
])('when %s is denied, the loss is named and the permission with it', async (operation, what, left) => {
  const { reader, sandbox } = await accountWith(trail());
  sandbox.injectFault({ service: 'cloudtrail', operation, kind: 'accessDenied' });
  const { value, incomplete } = await reader.read(REGIONS);
  expect(value).toHaveLength(left);
  expect(value.map(({ past }) => past)).toEqual(left === 0 ? [] : [{ readAt: NOW, foreign: false }]);
  expect(incomplete.map((one, index) => one.what.startsWith(what[index] ?? '?'))).toEqual(what.map(() => true));
  expect(incomplete.every((one) => one.why.includes(`cloudtrail:${operation}`))).toBe(true);
});

test('an answer without selectors of either kind is not taken for a trail that records nothing', async () => {
  const { reader, sandbox } = await accountWith(trail());
  sandbox.injectFault({ service: 'cloudtrail', operation: 'GetEventSelectors', kind: 'malformed' });
  const { value, incomplete } = await reader.read(REGIONS);
  expect(value).toEqual([]);
  expect(incomplete).toHaveLength(1);
});

test('beside the reading of the event history, two calls a second and Region are kept', async () => {
  const account = emptyAccount({ now: NOW, regions: REGIONS });
  account.trails.push(trail(), trail({ name: 'other', homeRegion: 'eu-west-1', multiRegion: false }));
  const { sandbox, session } = await sandboxSession({ account });
  const clock = { now: () => NOW };
  const reader = createTrailReader(session, { accountId: ACCOUNT, clock });
  const lookup = lookupSource(createLookupCalls(session), { interpret: () => ({}), clock });
  const [trails, outcome] = await Promise.all([
    reader.read(REGIONS),
    lookup.read(
      { accountId: ACCOUNT, regions: REGIONS, from: NOW - DAY_MS, to: NOW },
      usageTable(catalog).receiverFor('lookup'),
    ),
  ]);
  expect([...trails.incomplete, ...outcome.incomplete]).toEqual([]);
  const lookups = sandbox.calls.filter(({ operation }) => operation === 'LookupEvents');
  expect(lookups).toHaveLength(16);
  expect(lookups.filter(({ status }) => status !== 200)).toEqual([]);
});

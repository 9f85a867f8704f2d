import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS, toIso } from '../src/base/time.ts';
import { addDataEvent, addEvent } from '../src/sandbox/add-event.ts';
import { addRole, addTask, addTaskDefinition } from '../src/sandbox/build-account.ts';
import type { CloudTrailRecord } from '../src/sandbox/cloudtrail-record.ts';
import type { SandboxAccount, SandboxTrail } from '../src/sandbox/sandbox-account.ts';
import { type Sandbox, startSandbox } from '../src/sandbox/start-sandbox.ts';
import { actionsWith, auditSandbox } from './support/audit-sandbox.ts';
import { smallAccount } from './support/small-account.ts';
import { dimension, summaryOf } from './support/summaries.ts';

const NOW = Date.UTC(2026, 10, 22, 3);
const ago = (days: number): number => NOW - days * DAY_MS;
const BUCKET = 'trail-logs';
const PUT = 'reports-task-role s3:PutObject';
const GET = 'reports-task-role s3:GetObject';

const MANAGEMENT = { FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] };
const OBJECTS = {
  FieldSelectors: [
    { Field: 'eventCategory', Equals: ['Data'] },
    { Field: 'resources.type', Equals: ['AWS::S3::Object'] },
  ],
};

const TRAIL: SandboxTrail = {
  name: 'audit',
  homeRegion: 'us-east-1',
  multiRegion: true,
  bucket: BUCKET,
  prefix: 'audit',
  logging: true,
  startedAt: ago(400),
  eventSelectors: [],
  advancedEventSelectors: [MANAGEMENT, OBJECTS],
};

/** The small account and a role that may read and write objects, and reads one every three weeks or so. */
function accountWith(...trails: readonly SandboxTrail[]): { readonly account: SandboxAccount; readonly role: string } {
  const { account } = smallAccount(NOW);
  const role = addRole(account, {
    name: 'reports-task-role',
    inlinePolicies: {
      app: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: '*' }],
      },
    },
  });
  addTask(account, { taskDefinitionArn: addTaskDefinition(account, { family: 'reports', taskRoleArn: role }) });
  for (const days of [100, 80, 60, 40, 20, 2]) object(account, role, 'GetObject', ago(days));
  account.trails.push(...trails);
  for (const { bucket } of trails) if (!account.buckets.includes(bucket)) account.buckets.push(bucket);
  return { account, role };
}

function object(account: SandboxAccount, role: string, eventName: string, at: number, region = 'us-east-1'): void {
  const requestParameters = { bucketName: 'reports', key: 'a.csv' };
  const resources = [{ type: 'AWS::S3::Object', ARN: 'arn:aws:s3:::reports/a.csv' }];
  addDataEvent(account, { eventSource: 's3.amazonaws.com', eventName, at, role, region, requestParameters, resources });
}

/** A successful change of the trail. */
function changed(account: SandboxAccount, eventName: string, at: number): void {
  const userIdentity = { type: 'Root' };
  const requestParameters =
    eventName.endsWith('Logging') || eventName === 'UpdateTrail' ? { name: 'audit' } : { trailName: 'audit' };
  addEvent(account, { eventSource: 'cloudtrail.amazonaws.com', eventName, at, userIdentity, requestParameters });
}

/** Puts a log file into the bucket, as delivered at a time. */
function deliver(sandbox: Sandbox, records: readonly unknown[], at: number, folder = 'CloudTrail'): void {
  const { accountId } = sandbox.account;
  const stamp = `${toIso(at).slice(0, 16).replaceAll(/[-:]/g, '')}Z`;
  const day = toIso(at).slice(0, 10).replaceAll('-', '/');
  const name = `${accountId}_${folder}_us-east-1_${stamp}_late0000000000.json.gz`;
  const body = gzipSync(JSON.stringify({ Records: records }));
  sandbox.state.objects.set(`${BUCKET}/audit/AWSLogs/${accountId}/${folder}/us-east-1/${day}/${name}`, {
    body,
    etag: '"late"',
    lastModified: at,
    headers: {},
  });
}

interface Nights {
  readonly at?: readonly number[];
  readonly settings?: Readonly<Record<string, string>>;
  /** Done after each night but the last, by its place. */
  readonly after?: readonly ((sandbox: Sandbox) => void)[];
}

/** What the last of several nightly audits says, by default the second. */
async function lastNight(account: SandboxAccount, { at = [ago(1), NOW], settings = {}, after = [] }: Nights = {}) {
  let present = at[0] ?? NOW;
  const sandbox = await startSandbox({ account, limits: false, now: () => present });
  try {
    const night = () =>
      auditSandbox(sandbox, {
        clock: { now: () => present },
        settings: {
          AUDITOR_SOURCES: 'lookup,trail',
          AUDITOR_TRAIL_URI: `s3://${BUCKET}/audit`,
          // Half as long as by default, of which thirty days must be watched.
          AUDITOR_LOOKBACK: '45d',
          AUDITOR_MIN_AGE: '30d',
          AUDITOR_MIN_WATCHED: '30d',
          ...settings,
        },
      });
    let result = await night();
    for (const [index, next] of at.slice(1).entries()) {
      after[index]?.(sandbox);
      present = next;
      result = await night();
    }
    return result;
  } finally {
    await sandbox.close();
  }
}

/** Takes a data event out of what the trail delivers by itself. */
function held(account: SandboxAccount): CloudTrailRecord {
  const record = account.dataEvents.pop();
  if (record === undefined) throw new Error('expected an event');
  return record;
}

describe('what a trail records and the audit reads decides', { timeout: 300_000 }, () => {
  test('unused: nothing hides it', async () => {
    const result = await lastNight(accountWith(TRAIL).account);
    expect(actionsWith('unused', result)).toContain(PUT);
    expect(actionsWith('used', result)).toContain(GET);
  });

  test.each<readonly [string, SandboxTrail]>([
    [
      'leaves the role out',
      {
        ...TRAIL,
        advancedEventSelectors: [
          MANAGEMENT,
          {
            FieldSelectors: [
              ...OBJECTS.FieldSelectors,
              {
                Field: 'userIdentity.arn',
                NotStartsWith: ['arn:aws:sts::418295736412:assumed-role/reports-task-role/'],
              },
            ],
          },
        ],
      },
    ],
    [
      'selects a part of the objects',
      {
        ...TRAIL,
        advancedEventSelectors: [
          MANAGEMENT,
          {
            FieldSelectors: [
              ...OBJECTS.FieldSelectors,
              { Field: 'resources.ARN', StartsWith: ['arn:aws:s3:::reports/in'] },
            ],
          },
        ],
      },
    ],
    [
      'selects reads alone',
      {
        ...TRAIL,
        advancedEventSelectors: [
          MANAGEMENT,
          { FieldSelectors: [...OBJECTS.FieldSelectors, { Field: 'readOnly', Equals: ['true'] }] },
        ],
      },
    ],
    ['records one Region alone', { ...TRAIL, multiRegion: false }],
    ['was stopped ten days ago', { ...TRAIL, logging: false, stoppedAt: ago(10) }],
    ['was started ten days ago', { ...TRAIL, startedAt: ago(10) }],
    ['cannot deliver', { ...TRAIL, deliveryError: { code: 'AccessDenied', lastDeliveryAt: ago(5) } }],
    ['delivers elsewhere', { ...TRAIL, prefix: 'elsewhere' }],
  ])('not unused: the trail %s', async (_, trail) => {
    expect(actionsWith('unused', await lastNight(accountWith(trail).account))).not.toContain(PUT);
  });

  test.each([
    ['stopped and started again', ['StopLogging', 'StartLogging'], { startedAt: ago(10) }],
    ['set otherwise and set back', ['PutEventSelectors', 'PutEventSelectors'], {}],
    ['sent to another prefix and back', ['UpdateTrail', 'UpdateTrail'], {}],
    ['deleted and made anew', ['DeleteTrail', 'CreateTrail'], { startedAt: ago(10) }],
  ])('not unused: the trail was %s within the window', async (_, [first = '', second = ''], change) => {
    const { account } = accountWith({ ...TRAIL, ...change });
    changed(account, first, ago(12));
    changed(account, second, ago(10));
    expect(actionsWith('undetermined', await lastNight(account))).toContain(PUT);
  });

  test('not unused: the trail that recorded it is gone', async () => {
    const result = await lastNight(accountWith({ ...TRAIL, ownerId: '999999999999' }).account, {
      at: [ago(2), ago(1), NOW],
      settings: { AUDITOR_MIN_WATCHED: '12h', AUDITOR_MIN_AGE: '12h' },
      after: [() => undefined, ({ account }) => account.trails.pop()],
    });
    expect(actionsWith('unused', result)).not.toContain(PUT);
  });

  test('not unused: of another account’s trail nobody knows what was between two runs far apart', async () => {
    const organization = { ...TRAIL, ownerId: '999999999999' };
    const settings = { AUDITOR_MIN_WATCHED: '2d', AUDITOR_MIN_AGE: '2d' };
    const often = [15, 10, 5, 0].map(ago);
    const apart = [15, 0].map(ago);
    const nights = (at: readonly number[]) => lastNight(accountWith(organization).account, { at, settings });
    expect(actionsWith('unused', await nights(often))).toContain(PUT);
    expect(actionsWith('unused', await nights(apart))).not.toContain(PUT);
  });
});

describe('a use is found', { timeout: 300_000 }, () => {
  test('in a file that was delivered days late', async () => {
    const { account, role } = accountWith(TRAIL);
    object(account, role, 'PutObject', ago(12));
    const late = held(account);
    const result = await lastNight(account, {
      at: [ago(3), ago(1), NOW],
      after: [() => undefined, (sandbox) => deliver(sandbox, [late], NOW - 20 * HOUR_MS)],
    });
    expect(actionsWith('used', result)).toContain(PUT);
  });

  test('in a Region that was enabled within the window', async () => {
    const { account, role } = accountWith(TRAIL);
    const result = await lastNight(account, {
      after: [
        () => {
          const [first] = account.regions;
          if (first !== undefined) account.regions.push({ ...first, name: 'ap-southeast-3' });
          object(account, role, 'PutObject', NOW - 20 * HOUR_MS, 'ap-southeast-3');
        },
      ],
    });
    expect(actionsWith('used', result)).toContain(PUT);
  });

  test('in a summary, where nothing else tells of it', async () => {
    const { account } = accountWith(TRAIL);
    const caller = `arn:aws:sts::${account.accountId}:assumed-role/reports-task-role/0123`;
    const at = NOW - 30 * HOUR_MS;
    const summary = {
      ...summaryOf(dimension('eventName', 'PutObject'), [dimension('userIdentity', caller)]),
      timeWindow: { windowStart: toIso(at - 300_000), windowEnd: toIso(at) },
    };
    const result = await lastNight(account, {
      after: [(sandbox) => deliver(sandbox, [summary], at + 300_000, 'CloudTrail-Aggregated')],
    });
    expect(actionsWith('used', result)).toContain(PUT);
    expect(result.incomplete).toEqual([]);
  });

  test('of a role’s former namesake it is none', async () => {
    const { account } = accountWith(TRAIL);
    object(account, `arn:aws:iam::${account.accountId}:role/reports-task-role`, 'PutObject', ago(40));
    const former = held(account);
    const identity = JSON.parse(
      JSON.stringify(former.userIdentity).replaceAll(/AROA[A-Z0-9]+/g, 'AROAFORMERROLE0000000'),
    );
    account.dataEvents.push({ ...former, userIdentity: identity });
    expect(actionsWith('used', await lastNight(account))).not.toContain(PUT);
  });
});

describe('an outage of delivery', { timeout: 300_000 }, () => {
  const mend = (sandbox: Sandbox): void => {
    const trail = sandbox.account.trails.pop();
    if (trail === undefined) throw new Error('expected a trail');
    const { deliveryError: _, ...mended } = trail;
    sandbox.account.trails.push(mended);
  };
  const broken = { ...TRAIL, deliveryError: { code: 'AccessDenied', lastDeliveryAt: ago(6) } };
  const settings = { AUDITOR_MIN_WATCHED: '10d', AUDITOR_MIN_AGE: '10d' };

  test('leaves things open for some days after it was mended, as files may still come', async () => {
    const nights = { at: [ago(5), ago(4), ago(3.5)], settings, after: [() => undefined, mend] };
    expect(actionsWith('unused', await lastNight(accountWith(broken).account, nights))).not.toContain(PUT);
  });

  test('is over then', async () => {
    const nights = { at: [ago(5), ago(4), ago(3), NOW], settings, after: [() => undefined, mend] };
    expect(actionsWith('unused', await lastNight(accountWith(broken).account, nights))).toContain(PUT);
  });
});

describe('several trails', { timeout: 300_000 }, () => {
  const events = { ...TRAIL, name: 'events', advancedEventSelectors: [MANAGEMENT] };
  const data = { ...TRAIL, name: 'data', bucket: 'data-logs', prefix: 'team', advancedEventSelectors: [OBJECTS] };
  const both = `s3://${BUCKET}/audit s3://data-logs/team`;

  test('add up, each read in its own place', async () => {
    const { account, role } = accountWith(events, data);
    addEvent(account, { eventSource: 's3.amazonaws.com', eventName: 'ListBuckets', at: ago(3), role });
    const settings = { AUDITOR_SOURCES: 'trail', AUDITOR_TRAIL_URI: both };
    const result = await lastNight(account, { settings });
    expect(result.incomplete).toEqual([]);
    expect(actionsWith('unused', result)).toEqual(
      expect.arrayContaining([PUT, 'shop-task-role secretsmanager:ListSecrets']),
    );
    expect(actionsWith('used', result)).toEqual(
      expect.arrayContaining([GET, 'shop-task-role secretsmanager:GetSecretValue']),
    );
  });

  test('do not stand in for one that cannot be read', async () => {
    const { account } = accountWith(events, data);
    account.buckets.splice(account.buckets.indexOf('data-logs'), 1);
    const result = await lastNight(account, { settings: { AUDITOR_TRAIL_URI: both } });
    expect(actionsWith('unused', result)).not.toContain(PUT);
    expect(actionsWith('unused', result)).toContain('shop-task-role secretsmanager:ListSecrets');
    expect(result.incomplete.some(({ what }) => what.includes('data-logs/team'))).toBe(true);
  });

  test('of which one is no longer named leave its actions open', async () => {
    const result = await lastNight(accountWith(events, data).account);
    expect(actionsWith('unobservable', result)).toContain(PUT);
  });

  test('are remembered by place: a later night reads of each what is new', async () => {
    const counts: number[] = [];
    const count = ({ calls }: Sandbox) =>
      counts.push(calls.filter(({ operation }) => operation === 'GetObject').length);
    await lastNight(accountWith(events, data).account, {
      at: [ago(5), ago(4), ago(3)],
      settings: { AUDITOR_TRAIL_URI: both },
      after: [count, count],
    });
    const [first = 0, withSecond = 0] = counts;
    expect(first).toBeGreaterThan(20);
    expect(withSecond - first).toBeLessThan(first / 2);
  });
});

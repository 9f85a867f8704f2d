import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { DAY_MS, HOUR_MS, toIso } from '../src/base/time.ts';
import { addDataEvent, addEvent } from '../src/sandbox/add-event.ts';
import { addRole, addTask, addTaskDefinition } from '../src/sandbox/build-account.ts';
import type { CloudTrailRecord } from '../src/sandbox/cloudtrail-record.ts';
import type { SandboxAccount } from '../src/sandbox/sandbox-account.ts';
import { type Sandbox, startSandbox } from '../src/sandbox/start-sandbox.ts';
import { actionsWith, auditSandbox } from './support/audit-sandbox.ts';
import { smallAccount } from './support/small-account.ts';

const NOW = Date.UTC(2026, 10, 22, 3);
const BUCKET = 'trail-logs';
const SETTINGS = { AUDITOR_SOURCES: 'lookup,trail', AUDITOR_TRAIL_URI: `s3://${BUCKET}/audit` };
const EVERY_OBJECT = [
  { FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] },
  {
    FieldSelectors: [
      { Field: 'eventCategory', Equals: ['Data'] },
      { Field: 'resources.type', Equals: ['AWS::S3::Object'] },
    ],
  },
];

/** The small account, a role that reads objects and never writes one, and a trail that records all of it. */
function accountWithTrail(): SandboxAccount {
  const { account } = smallAccount(NOW);
  const taskRoleArn = addRole(account, {
    name: 'reports-task-role',
    inlinePolicies: {
      app: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject', 'sqs:SendMessage'], Resource: '*' }],
      },
    },
  });
  addTask(account, {
    taskDefinitionArn: addTaskDefinition(account, { family: 'reports', taskRoleArn }),
    startedAt: NOW - 60 * DAY_MS,
  });
  addDataEvent(account, {
    eventSource: 's3.amazonaws.com',
    eventName: 'GetObject',
    at: NOW - 20 * DAY_MS,
    role: taskRoleArn,
    requestParameters: { bucketName: 'reports', key: 'a.csv' },
  });
  account.trails.push({
    name: 'audit',
    homeRegion: 'us-east-1',
    multiRegion: true,
    bucket: BUCKET,
    prefix: 'audit',
    logging: true,
    startedAt: NOW - 400 * DAY_MS,
    eventSelectors: [],
    advancedEventSelectors: EVERY_OBJECT,
  });
  account.buckets.push(BUCKET);
  return account;
}

async function withSandbox<T>(account: SandboxAccount, work: (sandbox: Sandbox) => Promise<T>): Promise<T> {
  const sandbox = await startSandbox({ account, limits: false });
  try {
    for (const record of [...account.events, ...account.dataEvents]) deliver(sandbox, record);
    return await work(sandbox);
  } finally {
    await sandbox.close();
  }
}

/** Puts a log file of one record where the trail delivers, five minutes after the call. */
function deliver(sandbox: Sandbox, record: CloudTrailRecord): void {
  const { accountId } = sandbox.account;
  const delivered = toIso(Date.parse(record.eventTime) + 5 * 60_000);
  const stamp = `${delivered.slice(0, 16).replaceAll(/[-:]/g, '')}Z`;
  const day = delivered.slice(0, 10).replaceAll('-', '/');
  const folder = `audit/AWSLogs/${accountId}/CloudTrail/${record.awsRegion}/${day}`;
  const name = `${accountId}_CloudTrail_${record.awsRegion}_${stamp}_${record.eventID}.json.gz`;
  const body = gzipSync(JSON.stringify({ Records: [record] }));
  const object = { body, etag: `"${record.eventID}"`, lastModified: Date.parse(delivered), headers: {} };
  sandbox.state.objects.set(`${BUCKET}/${folder}/${name}`, object);
}

/** Audits on two nights with one ledger, and returns what the second one says. */
async function secondNight(sandbox: Sandbox) {
  const yesterday = { now: () => NOW - DAY_MS };
  await auditSandbox(sandbox, { settings: SETTINGS, clock: yesterday });
  return auditSandbox(sandbox, { settings: SETTINGS });
}

test('with a trail of data events, an action on objects is unused from the first night on', {
  timeout: 300_000,
}, async () => {
  await withSandbox(accountWithTrail(), async (sandbox) => {
    const first = await auditSandbox(sandbox, { settings: SETTINGS, clock: { now: () => NOW - DAY_MS } });
    // A trail that was set a minute ago would look the same: that is told.
    for (const [result, byHistory] of [
      [first, 1],
      [await auditSandbox(sandbox, { settings: SETTINGS }), 0],
    ] as const) {
      expect(result.incomplete).toEqual([]);
      expect(result.sourceCaveats?.filter((each) => each.includes('event history alone'))).toHaveLength(byHistory);
      expect(actionsWith('unused', result)).toContain('reports-task-role s3:PutObject');
      expect(actionsWith('used', result)).toContain('reports-task-role s3:GetObject');
      expect(actionsWith('unobservable', result)).toContain('reports-task-role sqs:SendMessage');
      expect(result.coverage.filter(({ source }) => source === 'trail').map(({ region }) => region)).toEqual(
        expect.arrayContaining(['us-east-1', 'eu-west-1']),
      );
    }
  });
});

test('a type of which no event was read may be recorded only since this run: the second night tells', {
  timeout: 300_000,
}, async () => {
  const account = accountWithTrail();
  const [trail] = account.trails;
  if (trail === undefined) throw new Error('Cannot find the trail');
  // Whether queues were added to the selectors a year or five minutes ago does not show.
  const queues = ['eventCategory Data', 'resources.type AWS::SQS::Queue'].map((text) => {
    const [Field = '', value = ''] = text.split(' ');
    return { Field, Equals: [value] };
  });
  account.trails[0] = { ...trail, advancedEventSelectors: [...EVERY_OBJECT, { FieldSelectors: queues }] };
  await withSandbox(account, async (sandbox) => {
    const first = await auditSandbox(sandbox, { settings: SETTINGS, clock: { now: () => NOW - DAY_MS } });
    expect(actionsWith('unused', first)).toContain('reports-task-role s3:PutObject');
    expect(actionsWith('undetermined', first)).toContain('reports-task-role sqs:SendMessage');
    const second = await auditSandbox(sandbox, { settings: SETTINGS });
    expect(actionsWith('unused', second)).toContain('reports-task-role sqs:SendMessage');
  });
});

test('settings that were changed five days ago say nothing of the time before', { timeout: 300_000 }, async () => {
  const account = accountWithTrail();
  addEvent(account, {
    eventSource: 'cloudtrail.amazonaws.com',
    eventName: 'PutEventSelectors',
    at: NOW - 5 * DAY_MS,
    userIdentity: { type: 'Root' },
    requestParameters: { trailName: 'audit' },
  });
  await withSandbox(account, async (sandbox) => {
    const second = await secondNight(sandbox);
    expect(actionsWith('undetermined', second)).toContain('reports-task-role s3:PutObject');
  });
});

test('settings that were changed since the last run say nothing yet', { timeout: 300_000 }, async () => {
  const account = accountWithTrail();
  addEvent(account, {
    eventSource: 'cloudtrail.amazonaws.com',
    eventName: 'PutEventSelectors',
    at: NOW - 2 * HOUR_MS,
    userIdentity: { type: 'Root' },
    requestParameters: { trailName: 'audit' },
  });
  await withSandbox(account, async (sandbox) => {
    expect(actionsWith('unused', await secondNight(sandbox))).not.toContain('reports-task-role s3:PutObject');
  });
});

test.each(['DescribeTrails', 'GetTrailStatus', 'GetEventSelectors'])(
  'when %s is denied, uses are seen all the same and nothing is unused by the trail',
  { timeout: 300_000 },
  async (operation) => {
    await withSandbox(accountWithTrail(), async (sandbox) => {
      sandbox.injectFault({ service: 'cloudtrail', operation, kind: 'accessDenied' });
      const second = await secondNight(sandbox);
      expect(actionsWith('used', second)).toContain('reports-task-role s3:GetObject');
      expect(actionsWith('unused', second)).not.toContain('reports-task-role s3:PutObject');
      expect(second.incomplete.some(({ why }) => why.includes(`cloudtrail:${operation}`))).toBe(true);
    });
  },
);

test('a file that must be inflated to know it for a bomb is inflated in one night, and uncovers its hours in all', {
  timeout: 120_000,
}, async () => {
  const account = accountWithTrail();
  // What the last part states tells nothing of those before it.
  const bomb = Buffer.concat([gzipSync(Buffer.alloc(300 * 1024 * 1024, ' '), { level: 9 }), gzipSync(' ')]);
  await withSandbox(account, async (sandbox) => {
    const day = `audit/AWSLogs/${account.accountId}/CloudTrail/us-east-1/2026/11/20`;
    const key = `${BUCKET}/${day}/${account.accountId}_CloudTrail_us-east-1_20261120T1005Z_bomb.json.gz`;
    sandbox.state.objects.set(key, { body: bomb, etag: '"bomb"', lastModified: NOW - 2 * DAY_MS, headers: {} });
    const nights = [
      await auditSandbox(sandbox, { settings: SETTINGS }),
      await auditSandbox(sandbox, { settings: SETTINGS }),
    ];
    const [before, after] = nights.map(({ incomplete }) => incomplete.map(({ what, why }) => `${what}: ${why}`));
    expect(before).toEqual([expect.stringMatching(/_bomb\.json\.gz: .*it holds more than \d+ bytes/)]);
    expect(after).toEqual([expect.stringMatching(/_bomb\.json\.gz: an earlier run found that it holds more than/)]);
    for (const night of nights) expect(actionsWith('unused', night)).not.toContain('reports-task-role s3:PutObject');
  });
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import { DAY_MS } from '../src/base/time.ts';
import { caveatsOf } from '../src/report/caveats.ts';
import { addDataEvent, addEvent } from '../src/sandbox/add-event.ts';
import { addRole, addTask, addTaskDefinition } from '../src/sandbox/build-account.ts';
import type { SandboxAccount, SandboxTrail } from '../src/sandbox/sandbox-account.ts';
import { type Sandbox, startSandbox } from '../src/sandbox/start-sandbox.ts';
import { actionsWith, auditSandbox } from './support/audit-sandbox.ts';
import { smallAccount } from './support/small-account.ts';
import { MANAGEMENT_AND_S3_OBJECTS } from './support/trail-selectors.ts';

const NOW = Date.UTC(2026, 10, 22, 3);
const WRITES = 'reports-task-role s3:PutObject';
const READS = 'reports-task-role s3:GetObject';

const TRAIL: SandboxTrail = {
  name: 'audit',
  homeRegion: 'us-east-1',
  multiRegion: true,
  bucket: 'trail-logs',
  prefix: 'audit',
  logging: true,
  startedAt: NOW - 400 * DAY_MS,
  eventSelectors: [],
  advancedEventSelectors: MANAGEMENT_AND_S3_OBJECTS,
};

/** The small account, and a role that reads objects each day and never writes one; a trail, where there is one, records it. */
function accountWith(trail: Partial<SandboxTrail> | undefined, bucketIsReadable = true): SandboxAccount {
  const { account } = smallAccount(NOW);
  const taskRoleArn = addRole(account, {
    name: 'reports-task-role',
    inlinePolicies: {
      app: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: '*' }],
      },
    },
  });
  const taskDefinitionArn = addTaskDefinition(account, { family: 'reports', taskRoleArn });
  addTask(account, { taskDefinitionArn, startedAt: NOW - 60 * DAY_MS });
  for (let days = 95; days >= 1; days -= 1) {
    addDataEvent(account, {
      eventSource: 's3.amazonaws.com',
      eventName: 'GetObject',
      at: NOW - days * DAY_MS,
      role: taskRoleArn,
      requestParameters: { bucketName: 'reports', key: 'a.csv' },
      resources: [{ type: 'AWS::S3::Object', ARN: 'arn:aws:s3:::reports/a.csv' }],
    });
  }
  if (trail !== undefined) account.trails.push({ ...TRAIL, ...trail });
  if (trail !== undefined && bucketIsReadable) account.buckets.push(TRAIL.bucket);
  return account;
}

/** A call that changed the trail. */
function changed(account: SandboxAccount, eventName: string, days: number, region = 'us-east-1'): void {
  const requestParameters = { [eventName === 'PutEventSelectors' ? 'trailName' : 'name']: 'audit' };
  addEvent(account, {
    eventSource: 'cloudtrail.amazonaws.com',
    eventName,
    at: NOW - days * DAY_MS,
    region,
    userIdentity: { type: 'Root' },
    requestParameters,
  });
}

const opened: Sandbox[] = [];
afterEach(async () => {
  for (const sandbox of opened.splice(0)) await sandbox.close();
});

async function sandboxOf(account: SandboxAccount): Promise<Sandbox> {
  const sandbox = await startSandbox({ account, limits: false });
  opened.push(sandbox);
  return sandbox;
}

const AUTO = { AUDITOR_SOURCES: 'auto', AUDITOR_LEDGER: 'none' };

async function firstRun(account: SandboxAccount) {
  return auditSandbox(await sandboxOf(account), { settings: AUTO });
}

test('a first run decides what the account’s own trail records, and says by what it knows how old its settings are', {
  timeout: 300_000,
}, async () => {
  const result = await firstRun(accountWith({}));
  expect(result.incomplete).toEqual([]);
  expect(actionsWith('used', result)).toContain(READS);
  expect(actionsWith('unused', result)).toContain(WRITES);
  expect(caveatsOf(result)).toContainEqual(
    expect.stringMatching(/^What the trail audit \(us-east-1\) recorded earlier is known from the event history alone/),
  );
});

test.each<readonly [string, Partial<SandboxTrail>, (account: SandboxAccount) => void]>([
  ['whose settings were changed yesterday', {}, (account) => changed(account, 'PutEventSelectors', 1)],
  [
    'whose settings were changed and changed back',
    {},
    (account) => {
      changed(account, 'PutEventSelectors', 30);
      changed(account, 'PutEventSelectors', 20);
    },
  ],
  [
    'that was stopped and started',
    { startedAt: NOW - 12 * DAY_MS, stoppedAt: NOW - 14 * DAY_MS },
    (account) => {
      changed(account, 'StopLogging', 14);
      changed(account, 'StartLogging', 12);
    },
  ],
  ['that says nothing of its stop but the event', {}, (account) => changed(account, 'StopLogging', 14)],
  ['that was created in the window', {}, (account) => changed(account, 'CreateTrail', 40)],
  ['of the same name that was deleted', {}, (account) => changed(account, 'DeleteTrail', 3)],
  [
    'of another Region, whose change that Region’s event history shows',
    { homeRegion: 'eu-west-1' },
    (account) => changed(account, 'PutEventSelectors', 5, 'eu-west-1'),
  ],
  [
    'whose deliveries fail',
    { deliveryError: { code: 'AccessDenied', lastDeliveryAt: NOW - 9 * DAY_MS } },
    () => undefined,
  ],
  ['that stopped last week', { logging: false, stoppedAt: NOW - 7 * DAY_MS }, () => undefined],
  ['of the organization', { ownerId: '999999999999' }, () => undefined],
])('a first run calls nothing unused by a trail %s', { timeout: 300_000 }, async (_, trail, happened) => {
  const account = accountWith(trail);
  happened(account);
  const result = await firstRun(account);
  expect(actionsWith('unused', result)).not.toContain(WRITES);
  expect(actionsWith('undetermined', result)).toContain(WRITES);
  expect(actionsWith('used', result)).toContain(READS);
});

test('a change that the event history of another Region shows is of another trail', { timeout: 300_000 }, async () => {
  const account = accountWith({});
  changed(account, 'PutEventSelectors', 5, 'eu-west-1');
  expect(actionsWith('unused', await firstRun(account))).toContain(WRITES);
});

test('an organization’s trail counts from a second run on, which the first says', { timeout: 300_000 }, async () => {
  const result = await firstRun(accountWith({ ownerId: '999999999999' }));
  expect(caveatsOf(result)).toContainEqual(
    expect.stringMatching(/^Who changes the trail audit \(us-east-1\) may do so from another account/),
  );
});

test('where the event history of the home Region is denied or breaks off, a first run knows nothing of the settings', {
  timeout: 300_000,
}, async () => {
  for (const fault of [{ kind: 'accessDenied' }, { kind: 'accessDenied', skip: 4 }] as const) {
    const sandbox = await sandboxOf(accountWith({}));
    sandbox.injectFault({ service: 'cloudtrail', operation: 'LookupEvents', region: 'us-east-1', ...fault });
    const result = await auditSandbox(sandbox, { settings: AUTO });
    expect(actionsWith('unused', result)).not.toContain(WRITES);
    expect(result.incomplete.map(({ what }) => what)).toContainEqual('changes of trails in us-east-1');
  }
});

test('a trail in a bucket that may not be read is one sentence, and nobody is told to record what it records', {
  timeout: 300_000,
}, async () => {
  const sandbox = await sandboxOf(accountWith({}));
  sandbox.injectFault({ service: 's3', operation: 'ListObjectsV2', kind: 'accessDenied' });
  const ledger = await mkdtemp(join(tmpdir(), 'ledger-'));
  onTestFinished(() => rm(ledger, { recursive: true, force: true }));
  const settings = { AUDITOR_SOURCES: 'auto', AUDITOR_LEDGER: ledger };
  await auditSandbox(sandbox, { settings, clock: { now: () => NOW - DAY_MS } });
  const result = await auditSandbox(sandbox, { settings });
  const caveats = caveatsOf(result);
  expect(caveats.filter((each) => each.includes('audit (us-east-1)'))).toEqual([
    expect.stringMatching(
      /^The trail audit \(us-east-1\) is not read: s3:ListBucket is refused in s3:\/\/trail-logs\/audit\. .*"s3:GetObject"/,
    ),
  ]);
  expect(caveats.filter((each) => /record data events of AWS::S3::Object/i.test(each))).toEqual([]);
  expect(actionsWith('undetermined', result)).toContain(WRITES);
  expect(result.incomplete).toEqual([]);
});

test('without a trail it is told what to record', { timeout: 300_000 }, async () => {
  const result = await firstRun(accountWith(undefined));
  expect(result.incomplete).toEqual([]);
  expect(caveatsOf(result)).toContainEqual(
    expect.stringMatching(/^Deploy the evidence trail to decide \d+ actions? of/),
  );
  expect(actionsWith('unobservable', result)).toContain(WRITES);
});

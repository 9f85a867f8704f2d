import { expect, test } from 'vitest';
import { DAY_MS } from '../src/base/time.ts';
import { caveatsOf } from '../src/report/caveats.ts';
import type { Verdict } from '../src/rightsize/verdict.ts';
import { addDataEvent } from '../src/sandbox/add-event.ts';
import { addRole, addTask, addTaskDefinition } from '../src/sandbox/build-account.ts';
import type { SandboxAccount } from '../src/sandbox/sandbox-account.ts';
import { type Sandbox, startSandbox } from '../src/sandbox/start-sandbox.ts';
import { actionsWith, auditSandbox } from './support/audit-sandbox.ts';
import { smallAccount } from './support/small-account.ts';
import { MANAGEMENT_AND_S3_OBJECTS } from './support/trail-selectors.ts';
import { alter, BUCKET, deliveredIn, remove } from './support/validated-trail.ts';

const NOW = Date.UTC(2026, 10, 22, 3);
const PUT = 'reports-task-role s3:PutObject';
const SETTINGS = {
  AUDITOR_SOURCES: 'lookup,trail',
  AUDITOR_TRAIL_URI: `s3://${BUCKET}`,
  AUDITOR_LOOKBACK: '12d',
  AUDITOR_MIN_AGE: '8d',
  AUDITOR_MIN_WATCHED: '8d',
};

/** The small account, a role that reads objects daily and wrote one, five days ago, and a trail that records objects. */
function accountWithTrail(validated: boolean): SandboxAccount {
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
  addTask(account, {
    taskDefinitionArn: addTaskDefinition(account, { family: 'reports', taskRoleArn }),
    startedAt: NOW - 60 * DAY_MS,
  });
  const object = (eventName: string, at: number) =>
    addDataEvent(account, {
      eventSource: 's3.amazonaws.com',
      eventName,
      at,
      role: taskRoleArn,
      requestParameters: { bucketName: 'reports', key: 'a.csv' },
      resources: [{ type: 'AWS::S3::Object', ARN: 'arn:aws:s3:::reports/a.csv' }],
    });
  for (let days = 20; days > 0; days -= 1) object('GetObject', NOW - days * DAY_MS);
  object('PutObject', NOW - 5 * DAY_MS + 3_600_000);
  account.buckets.push(BUCKET);
  account.trails.push({
    name: 'main',
    homeRegion: 'us-east-1',
    multiRegion: true,
    bucket: BUCKET,
    logging: true,
    startedAt: NOW - 400 * DAY_MS,
    ...(validated && { logFileValidation: { since: NOW - 16 * DAY_MS } }),
    eventSelectors: [],
    advancedEventSelectors: MANAGEMENT_AND_S3_OBJECTS,
  });
  return account;
}

async function secondNight(validated: boolean, spoil: (sandbox: Sandbox) => void) {
  const sandbox = await startSandbox({ account: accountWithTrail(validated), limits: false });
  try {
    spoil(sandbox);
    await auditSandbox(sandbox, { settings: SETTINGS, clock: { now: () => NOW - DAY_MS } });
    return await auditSandbox(sandbox, { settings: SETTINGS });
  } finally {
    await sandbox.close();
  }
}

/** The file of the only call that wrote an object. */
function fileOfWrite(sandbox: Sandbox) {
  const found = deliveredIn(sandbox, 'CloudTrail').find(({ name }) => name.includes('_20261117T0405Z_'));
  if (found === undefined) throw new Error('Cannot find the log file of the call that wrote an object');
  return found;
}

test.each<readonly [string, Verdict, (sandbox: Sandbox) => void]>([
  ['untouched', 'used', () => undefined],
  ['without the file of its only use', 'undetermined', (sandbox) => remove(sandbox, fileOfWrite(sandbox).name)],
  [
    'with the file of its only use altered',
    'undetermined',
    (sandbox) => alter(sandbox, fileOfWrite(sandbox), (text) => text.replaceAll('PutObject', 'GetObject')),
  ],
])('by a validated trail %s, an action that was used is %s', { timeout: 300_000 }, async (how, verdict, spoil) => {
  const result = await secondNight(true, spoil);
  expect(actionsWith(verdict, result)).toContain(PUT);
  const named = result.incomplete.filter(({ what }) => what.includes('20261117T0405Z'));
  expect(named).toHaveLength(how === 'untouched' ? 0 : 1);
  expect(result.unvalidated).toEqual([]);
});

test('where validation is off, a reader is told once that a file taken away is not missed, and the switch', {
  timeout: 300_000,
}, async () => {
  const result = await secondNight(false, (sandbox) => remove(sandbox, fileOfWrite(sandbox).name));
  expect(actionsWith('used', result)).not.toContain(PUT);
  expect(caveatsOf(result).filter((caveat) => caveat.includes('validation'))).toEqual([
    'Log file validation is off for the trail main (us-east-1): log files that somebody takes away or alters are not missed. Switch it on: aws cloudtrail update-trail --name main --region us-east-1 --enable-log-file-validation.',
  ]);
});

import { afterEach, describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS } from '../src/base/time.ts';
import type { AuditResult } from '../src/report/audit-result.ts';
import { addEvent } from '../src/sandbox/add-event.ts';
import { addRole, addTask, addTaskDefinition } from '../src/sandbox/build-account.ts';
import type { SandboxAccount } from '../src/sandbox/sandbox-account.ts';
import { type Sandbox, startSandbox } from '../src/sandbox/start-sandbox.ts';
import { auditSandbox } from './support/audit-sandbox.ts';
import { type SmallAccount, smallAccount } from './support/small-account.ts';

const NOW = Date.UTC(2026, 10, 22, 3);
const STOPPED = '0123456789abcdef0123456789abcdef';
const CALLS = {
  api: { eventSource: 'secretsmanager.amazonaws.com', eventName: 'GetSecretValue' },
  worker: { eventSource: 'sqs.amazonaws.com', eventName: 'CreateQueue' },
} as const;

const open: Sandbox[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((sandbox) => sandbox.close()));
});

/** A schedule starts the task of cron that has stopped by now. */
function startedBySchedule(account: SandboxAccount): void {
  const ecs = `arn:aws:ecs:eu-west-1:${account.accountId}`;
  addEvent(account, {
    eventSource: 'ecs.amazonaws.com',
    eventName: 'RunTask',
    at: NOW - 20 * DAY_MS - HOUR_MS,
    region: 'eu-west-1',
    userIdentity: { type: 'AWSService', invokedBy: 'events.amazonaws.com' },
    requestParameters: { taskDefinition: 'cron' },
    responseElements: {
      tasks: [{ taskArn: `${ecs}:task/main/${STOPPED}`, taskDefinitionArn: `${ecs}:task-definition/cron:1` }],
    },
  });
}

/** Records management events of every Region into a bucket. */
function recordedByTrail(account: SandboxAccount): void {
  account.buckets.push('trail-logs');
  account.trails.push({
    name: 'audit',
    homeRegion: 'us-east-1',
    multiRegion: true,
    bucket: 'trail-logs',
    prefix: 'audit',
    logging: true,
    startedAt: NOW - 400 * DAY_MS,
    eventSelectors: [],
    advancedEventSelectors: [{ FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] }],
  });
}

/** Adds a task role that api, worker and cron share; tasks of the first two run, and every family's tasks have called. */
async function sandboxWithSharedRole(change: (account: SandboxAccount) => void = () => undefined): Promise<Sandbox> {
  const small: SmallAccount = smallAccount(NOW);
  const { account } = small;
  const role = addRole(account, {
    name: 'shared-task-role',
    inlinePolicies: {
      app: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: ['secretsmanager:GetSecretValue', 'sqs:CreateQueue'], Resource: '*' }],
      },
    },
  });
  const definitions = ['api', 'worker', 'cron'].map((family) =>
    addTaskDefinition(account, { family, taskRoleArn: role, region: 'eu-west-1' }),
  );
  for (const [place, family] of (['api', 'worker'] as const).entries()) {
    const sessionName = addTask(account, { taskDefinitionArn: definitions[place] ?? '' });
    addEvent(account, { ...CALLS[family], at: NOW - 2 * DAY_MS, role, sessionName, region: 'eu-west-1' });
  }
  const sessionName = STOPPED;
  addEvent(account, { ...CALLS.api, at: NOW - 20 * DAY_MS, role, sessionName, region: 'eu-west-1' });
  change(account);
  const sandbox = await startSandbox({ account, limits: false });
  open.push(sandbox);
  return sandbox;
}

function sharedRole(result: AuditResult) {
  return result.findings.find(
    (finding) => finding.rule === 'shared-role' && finding.roleArn.endsWith('/shared-task-role'),
  );
}

describe('audit() of a role that several families share', () => {
  test('traces sessions to running tasks, and says which family used what and which to part', async () => {
    const result = await auditSandbox(await sandboxWithSharedRole());
    expect(result.incomplete).toEqual([]);
    const finding = sharedRole(result);
    expect(finding?.evidence).toEqual({
      families: '3',
      familyNames: 'api cron worker',
      usedByFamily: 'api: secretsmanager:GetSecretValue; worker: sqs:CreateQueue',
      suggestedSplit: 'api | worker',
      familiesNotTraced: 'cron',
    });
    expect(finding?.description).toContain('Suggested split, one role for each: api; worker.');
  });

  test.each([
    ['LookupEvents', { AUDITOR_SOURCES: 'lookup' }],
    ['a trail', { AUDITOR_SOURCES: 'trail', AUDITOR_TRAIL_URI: 's3://trail-logs/audit' }],
  ])('traces a task that has stopped to its family where %s saw it start', async (_, settings) => {
    const sandbox = await sandboxWithSharedRole((account) => {
      startedBySchedule(account);
      recordedByTrail(account);
    });
    const finding = sharedRole(await auditSandbox(sandbox, { settings }));
    expect(finding?.evidence).toMatchObject({
      usedByFamily: 'api: secretsmanager:GetSecretValue; cron: secretsmanager:GetSecretValue; worker: sqs:CreateQueue',
      suggestedSplit: 'api cron | worker',
    });
    expect(finding?.evidence).not.toHaveProperty('familiesNotTraced');
  });

  test('says the same a few hours later', async () => {
    const sandbox = await sandboxWithSharedRole();
    const texts = async (now: number) => {
      const result = await auditSandbox(sandbox, { request: { dryRun: true }, clock: { now: () => now } });
      const { description, evidence } = sharedRole(result) ?? {};
      return { description, evidence };
    };
    const first = await texts(NOW);
    expect(first.description).toContain('worker used sqs:CreateQueue');
    expect(await texts(NOW + 3 * HOUR_MS)).toEqual(first);
  });

  test('is not updated by a night that reads no call of the tasks again', async () => {
    const sandbox = await sandboxWithSharedRole();
    const { id } = sharedRole(await auditSandbox(sandbox)) ?? {};
    const second = await auditSandbox(sandbox, { clock: { now: () => NOW + DAY_MS } });
    expect(second.lifecycle.unchanged).toContain(id);
  });

  test('says that nobody can tell where no source is read', async () => {
    const result = await auditSandbox(await sandboxWithSharedRole(), { settings: { AUDITOR_SOURCES: 'none' } });
    expect(sharedRole(result)?.evidence).toMatchObject({ familiesNotTraced: 'api cron worker' });
    expect(sharedRole(result)?.evidence).not.toHaveProperty('usedByFamily');
  });
});

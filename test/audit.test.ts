import { afterEach, describe, expect, test } from 'vitest';
import { DAY_MS } from '../src/base/time.ts';
import { addEvent } from '../src/sandbox/add-event.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../src/sandbox/start-sandbox.ts';
import { actionsWith, auditSandbox } from './support/audit-sandbox.ts';
import { type SmallAccount, smallAccount } from './support/small-account.ts';

const NOW = Date.UTC(2026, 10, 22, 3);

const open: Sandbox[] = [];
async function sandboxOf(small: SmallAccount, options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({ account: small.account, limits: false, ...options });
  open.push(sandbox);
  return sandbox;
}
afterEach(async () => {
  await Promise.all(open.splice(0).map((sandbox) => sandbox.close()));
});

describe('audit()', () => {
  test('gives each granted action the verdict that the evidence allows', async () => {
    const result = await auditSandbox(await sandboxOf(smallAccount(NOW)));
    expect(result.incomplete).toEqual([]);
    expect(actionsWith('used', result)).toEqual([
      'shop-execution-role ecr:BatchGetImage',
      'shop-execution-role ecr:GetAuthorizationToken',
      'shop-task-role secretsmanager:GetSecretValue',
      'shop-task-role sqs:GetQueueUrl',
    ]);
    expect(actionsWith('required', result)).toEqual(['shop-execution-role ecr:GetDownloadUrlForLayer']);
    expect(actionsWith('unused', result)).toEqual([
      'shop-task-role secretsmanager:ListSecrets',
      'shop-task-role sqs:CreateQueue',
    ]);
    expect(actionsWith('unobservable', result)).toEqual(['shop-task-role sqs:SendMessage']);
    expect(actionsWith('blocked', result)).toEqual(['shop-task-role iam:PassRole']);
  });

  test('calls nothing unused when it reads no usage source', async () => {
    const result = await auditSandbox(await sandboxOf(smallAccount(NOW)), { settings: { AUDITOR_SOURCES: 'none' } });
    expect(actionsWith('unused', result)).toEqual([]);
    expect(actionsWith('used', result)).toEqual([]);
  });

  test('a call in a Region that no task definition is in counts as use', async () => {
    const small = smallAccount(NOW);
    small.account.regions.push({ name: 'ap-southeast-2', optInStatus: 'opt-in-not-required', securityHub: true });
    addEvent(small.account, {
      eventSource: 'sqs.amazonaws.com',
      eventName: 'CreateQueue',
      at: NOW - 50 * DAY_MS,
      role: small.taskRole,
      region: 'ap-southeast-2',
    });
    const result = await auditSandbox(await sandboxOf(small), { settings: { AUDITOR_REGIONS: 'us-east-1' } });
    expect(actionsWith('used', result)).toContain('shop-task-role sqs:CreateQueue');
  });

  test('reads the event history of every enabled Region whatever Regions are audited', async () => {
    const sandbox = await sandboxOf(smallAccount(NOW));
    await auditSandbox(sandbox, { settings: { AUDITOR_REGIONS: 'us-east-1' } });
    const regions = sandbox.calls.filter((call) => call.operation === 'LookupEvents').map((call) => call.region);
    expect([...new Set(regions)].sort()).toEqual(['eu-west-1', 'us-east-1']);
  });

  test('a role that was deleted and made again does not inherit the use of the old one', async () => {
    const small = smallAccount(NOW);
    addEvent(small.account, {
      eventSource: 'sqs.amazonaws.com',
      eventName: 'CreateQueue',
      at: NOW - 60 * DAY_MS,
      role: small.taskRole,
      roleId: 'AROAOLDOLDOLDOLDOLD00',
    });
    const result = await auditSandbox(await sandboxOf(small));
    expect(actionsWith('unused', result)).toContain('shop-task-role sqs:CreateQueue');
  });

  test('a denied call is an attempt and not a use; a later error than authorisation is a use', async () => {
    const small = smallAccount(NOW);
    const { account, taskRole: role } = small;
    const at = NOW - 3 * DAY_MS;
    addEvent(account, {
      eventSource: 'sqs.amazonaws.com',
      eventName: 'CreateQueue',
      at,
      role,
      errorCode: 'AccessDenied',
    });
    addEvent(account, {
      eventSource: 'secretsmanager.amazonaws.com',
      eventName: 'ListSecrets',
      at,
      role,
      errorCode: 'InvalidParameterException',
    });
    const result = await auditSandbox(await sandboxOf(small));
    expect(actionsWith('used', result)).toContain('shop-task-role secretsmanager:ListSecrets');
    expect(actionsWith('unused', result)).toContain('shop-task-role sqs:CreateQueue');
    const denied = result.assessments.flatMap((assessment) => assessment.denied.map((attempt) => attempt.action));
    expect(denied).toEqual(['sqs:CreateQueue']);
  });

  test('narrows to the roles and families asked for, and says so when nothing matches', async () => {
    const sandbox = await sandboxOf(smallAccount(NOW));
    const one = await auditSandbox(sandbox, {
      request: { roles: ['arn:aws:iam::418295736412:role/shop-task-role'], dryRun: true },
    });
    expect(one.assessments.map((assessment) => assessment.inUse.arn)).toEqual([
      'arn:aws:iam::418295736412:role/shop-task-role',
    ]);
    const none = await auditSandbox(sandbox, { request: { families: ['shpo'], dryRun: true } });
    expect(none.assessments).toEqual([]);
    expect(none.incomplete).toEqual([{ what: 'Family shpo', why: expect.stringContaining('does not exist') }]);
  });

  test('publishes, stores and sends nothing in a dry run', async () => {
    const sandbox = await sandboxOf(smallAccount(NOW));
    await auditSandbox(sandbox, { request: { dryRun: true } });
    expect(sandbox.state.slackMessages).toEqual([]);
    expect(sandbox.state.objects.size).toBe(0);
    expect([...sandbox.state.findings.values()].flatMap((region) => [...region])).toEqual([]);
  });

  test('a narrower run resolves nothing that it did not look at', async () => {
    const sandbox = await sandboxOf(smallAccount(NOW));
    const whole = await auditSandbox(sandbox);
    expect(whole.lifecycle.opened.length).toBeGreaterThan(0);
    const narrow = await auditSandbox(sandbox, {
      request: { roles: ['arn:aws:iam::418295736412:role/shop-execution-role'] },
    });
    expect(narrow.lifecycle.resolved).toEqual([]);
  });

  test('run twice on an unchanged account, changes nothing in Security Hub but UpdatedAt', async () => {
    const small = smallAccount(NOW);
    const sandbox = await sandboxOf(small);
    const held = () =>
      [...sandbox.state.findings.values()]
        .flatMap((region) => [...region.values()])
        .map((finding) => ({ ...finding, UpdatedAt: undefined }));
    await auditSandbox(sandbox, { settings: { AUDITOR_REFRESH: '0d' } });
    const first = structuredClone(held());
    const later = { now: () => NOW + 3 * 60 * 60_000 };
    const second = await auditSandbox(sandbox, { settings: { AUDITOR_REFRESH: '0d' }, clock: later });
    expect(first.length).toBeGreaterThan(0);
    expect(held()).toEqual(first);
    expect(second.lifecycle.opened).toEqual([]);
    expect(second.lifecycle.updated).toEqual([]);
    expect(second.lifecycle.resolved).toEqual([]);
  });
});

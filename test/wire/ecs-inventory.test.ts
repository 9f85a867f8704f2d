import { describe, expect, test } from 'vitest';
import { createTaskDefinitionReader } from '../../src/aws/ecs/ecs-inventory.ts';
import { DAY_MS } from '../../src/base/time.ts';
import { EVERY_FAMILY } from '../../src/ecs/inventory.ts';
import { addRole, addService, addTask, addTaskDefinition, container } from '../../src/sandbox/build-account.ts';
import { emptyAccount, type SandboxAccount } from '../../src/sandbox/sandbox-account.ts';
import { sandboxSession } from '../support/sandbox-session.ts';

const now = Date.UTC(2026, 10, 22, 3);
const region = 'us-east-1';

function smallAccount(): SandboxAccount {
  const account = emptyAccount({ now });
  addRole(account, { name: 'app-task' });
  addTaskDefinition(account, { family: 'app', status: 'INACTIVE' });
  const running = addTaskDefinition(account, { family: 'app', status: 'INACTIVE', taskRoleArn: 'app-task' });
  addTaskDefinition(account, { family: 'app' });
  const worker = addTaskDefinition(account, { family: 'worker' });
  addService(account, { name: 'app', taskDefinitionArn: running, enableExecuteCommand: true });
  addTask(account, {
    taskDefinitionArn: worker,
    overrides: { taskRoleArn: `arn:aws:iam::${account.accountId}:role/special` },
  });
  return account;
}

const names = (arns: readonly string[]) => arns.map((arn) => arn.slice(arn.lastIndexOf('/') + 1)).sort();

describe('createTaskDefinitionReader', () => {
  test('reads ACTIVE revisions, and the INACTIVE one that a service still runs', async () => {
    const { session } = await sandboxSession({ account: smallAccount() });
    const inventory = await createTaskDefinitionReader(session).read(region);
    expect(inventory.incomplete).toEqual([]);
    expect(inventory.unreadTaskDefinitions).toEqual([]);
    expect(names(inventory.taskDefinitions.map((one) => one.taskDefinitionArn))).toEqual([
      'app:2',
      'app:3',
      'worker:1',
    ]);
    expect(inventory.taskDefinitions.find((one) => one.revision === 2)).toMatchObject({
      status: 'INACTIVE',
      taskRoleArn: 'app-task',
    });
    expect(names(inventory.execEnabled)).toEqual(['app:2']);
    expect(inventory.overrides).toMatchObject([
      {
        region,
        taskRoleArn: expect.stringContaining('role/special'),
        taskDefinitionArn: expect.stringContaining('worker:1'),
      },
    ]);
    expect(inventory.overrides[0]).not.toHaveProperty('executionRoleArn');
    expect(inventory.launches?.map((one) => [...names([one.taskDefinitionArn]), one.launchType])).toEqual([
      ['app:2', 'FARGATE'],
      ['worker:1', 'FARGATE'],
    ]);
    expect(inventory.taskDefinitions.map(({ registeredAt }) => typeof registeredAt)).toEqual([
      'number',
      'number',
      'number',
    ]);
  });

  test('reads daemon task definitions, which have a listing of their own', async () => {
    const account = smallAccount();
    const arn = `arn:aws:ecs:${region}:${account.accountId}:daemon-task-definition/agent:1`;
    account.daemonTaskDefinitions.push({
      region,
      family: 'agent',
      revision: 1,
      status: 'ACTIVE',
      taskRoleArn: `arn:aws:iam::${account.accountId}:role/agent`,
      containerDefinitions: [container(account, 'agent', region)],
      registeredAt: now,
      registeredBy: 'somebody',
    });
    account.daemons.push({
      region,
      cluster: 'main',
      name: 'agent',
      daemonTaskDefinitionArn: arn,
      enableExecuteCommand: true,
      createdAt: now,
    });
    const { session } = await sandboxSession({ account });
    const inventory = await createTaskDefinitionReader(session).read(region);
    expect(inventory.incomplete).toEqual([]);
    expect(inventory.taskDefinitions.filter((one) => one.daemon)).toMatchObject([
      { family: 'agent', taskRoleArn: expect.stringContaining('role/agent') },
    ]);
    expect(inventory.execEnabled).toContain(arn);
  });

  test('reads several pages within the documented rates, without one throttled call', async () => {
    const account = emptyAccount({ now });
    for (let family = 0; family < 130; family += 1) addTaskDefinition(account, { family: `family-${family}` });
    const first = account.taskDefinitions[0];
    if (first === undefined) throw new Error('no task definition');
    const taskDefinitionArn = `arn:aws:ecs:${region}:${account.accountId}:task-definition/family-0:1`;
    for (let index = 0; index < 120; index += 1) {
      addService(account, { name: `service-${index}`, taskDefinitionArn });
      addTask(account, { taskDefinitionArn });
    }
    const { sandbox, session } = await sandboxSession({ account });
    const progress: number[] = [];
    const reader = createTaskDefinitionReader(session, {
      stage() {},
      advance: (done, total) => progress.push(done / (total ?? 1)),
    });
    const inventory = await reader.read(region);
    expect(inventory.taskDefinitions).toHaveLength(130);
    expect(inventory.incomplete).toEqual([]);
    expect(sandbox.calls.filter((call) => call.status !== 200)).toEqual([]);
    expect(sandbox.calls.filter((call) => call.operation === 'ListTaskDefinitions')).toHaveLength(2);
    expect(sandbox.calls.filter((call) => call.operation === 'ListTasks')).toHaveLength(3); // the third for stopped ones
    expect(sandbox.calls.filter((call) => call.operation === 'DescribeTasks')).toHaveLength(2);
    expect(progress.at(-1)).toBe(1);
  });

  test('reads why tasks stopped by themselves, and what services say since their deployment', async () => {
    const account = emptyAccount({ now });
    addTaskDefinition(account, { family: 'my-app' });
    const taskDefinitionArn = `arn:aws:ecs:${region}:${account.accountId}:task-definition/my-app:1`;
    const reason = 'ResourceInitializationError: unable to pull secrets or registry auth';
    for (const code of ['TaskFailedToStart', 'EssentialContainerExited', 'UserInitiated'])
      addTask(account, { taskDefinitionArn, stopped: { at: now, code, reason: `${reason}: ${code}` } });
    addTask(account, { taskDefinitionArn });
    addService(account, {
      name: 'my-app',
      taskDefinitionArn,
      createdAt: now - DAY_MS,
      events: [
        { at: now - 2 * DAY_MS, message: 'of an earlier deployment' },
        { at: now - 1_000, message: 'of this one' },
      ],
      failedDeployment: {
        at: now - 2_000,
        taskDefinitionArn,
        reason: 'ECS deployment circuit breaker: tasks failed to start.',
      },
    });
    const { session } = await sandboxSession({ account });
    const inventory = await createTaskDefinitionReader(session).read(region);
    expect(inventory.stoppedTasks?.map(({ reasons }) => reasons)).toEqual([
      [`${reason}: TaskFailedToStart`],
      [`${reason}: EssentialContainerExited`],
    ]);
    expect(inventory.serviceWords?.map(({ text }) => text)).toEqual([
      'of this one',
      'ECS deployment circuit breaker: tasks failed to start.',
    ]);
    expect(inventory.runningTasks).toHaveLength(1);
  });

  test.each(['throttle', 'serverError', 'reset', 'truncated', 'malformed'] as const)(
    'outlasts a passing %s of any operation',
    async (kind) => {
      const faults = ['ListTaskDefinitions', 'DescribeTaskDefinition', 'ListClusters', 'DescribeTasks'].map(
        (operation) => ({
          kind,
          operation,
          times: 2,
        }),
      );
      const { session } = await sandboxSession({ account: smallAccount(), faults });
      const inventory = await createTaskDefinitionReader(session).read(region);
      expect(inventory.incomplete).toEqual([]);
      expect(inventory.taskDefinitions).toHaveLength(3);
      expect(inventory.overrides).toHaveLength(1);
    },
  );

  test('names a denied listing and its permission, and reads the rest', async () => {
    const faults = [{ kind: 'accessDenied', operation: 'ListTaskDefinitions' }] as const;
    const { session } = await sandboxSession({ account: smallAccount(), faults });
    const inventory = await createTaskDefinitionReader(session).read(region);
    expect(inventory.incomplete).toHaveLength(1);
    expect(inventory.incomplete[0]).toMatchObject({
      what: 'task definitions in us-east-1',
      why: expect.stringContaining("add ecs:ListTaskDefinitions to the auditor's role"),
    });
    expect(inventory.unreadTaskDefinitions).toEqual([EVERY_FAMILY]);
    expect(names(inventory.taskDefinitions.map((one) => one.taskDefinitionArn))).toEqual(['app:2', 'worker:1']);
  });

  test.each([
    ['ListClusters', 'clusters in us-east-1'],
    ['ListServices', 'services of arn:'],
    ['DescribeServices', 'services of arn:'],
    ['ListTasks', 'tasks of arn:'],
    ['DescribeTasks', 'tasks of arn:'],
    ['ListDaemonTaskDefinitions', 'daemon task definitions in us-east-1'],
    ['ListDaemons', 'daemons of arn:'],
  ])('never reads a %s that stays garbled as none', async (operation, what) => {
    for (const kind of ['truncated', 'malformed', 'accessDenied'] as const) {
      const { session } = await sandboxSession(
        { account: smallAccount(), faults: [{ kind, operation }] },
        { maxAttempts: 1 },
      );
      const inventory = await createTaskDefinitionReader(session).read(region);
      expect(inventory.incomplete).toHaveLength(1);
      expect(inventory.incomplete[0]?.what).toContain(what);
      expect(inventory.incomplete[0]?.why).toContain(`ecs:${operation} in us-east-1`);
      expect(inventory.unreadTaskDefinitions).toContain(EVERY_FAMILY);
    }
  });

  test('states one task definition that cannot be described, by name', async () => {
    const faults = [{ kind: 'malformed', operation: 'DescribeTaskDefinition', times: 3 }] as const;
    const account = emptyAccount({ now });
    addTaskDefinition(account, { family: 'only' });
    const { session } = await sandboxSession({ account, faults }, { maxAttempts: 1 });
    const inventory = await createTaskDefinitionReader(session).read(region);
    expect(inventory.taskDefinitions).toEqual([]);
    expect(names(inventory.unreadTaskDefinitions)).toEqual(['only:1']);
    expect(inventory.incomplete).toMatchObject([{ what: 'task definition only:1 in us-east-1' }]);
  });

  test('stops asking once a denial shows that every description is denied, and says it once', async () => {
    const account = emptyAccount({ now });
    for (let family = 0; family < 90; family += 1) addTaskDefinition(account, { family: `family-${family}` });
    const faults = [{ kind: 'accessDenied', operation: 'DescribeTaskDefinition' }] as const;
    const { sandbox, session } = await sandboxSession({ account, faults });
    const inventory = await createTaskDefinitionReader(session).read(region);
    expect(inventory.unreadTaskDefinitions).toHaveLength(90);
    expect(inventory.incomplete).toHaveLength(1);
    expect(inventory.incomplete[0]?.what).toContain('and 87 more in us-east-1');
    expect(sandbox.calls.filter((call) => call.operation === 'DescribeTaskDefinition').length).toBeLessThan(60);
  });

  test('ends at the deadline, with everything unread named', async () => {
    const { session } = await sandboxSession({ account: smallAccount() }, { signal: AbortSignal.abort() });
    const inventory = await createTaskDefinitionReader(session).read(region);
    expect(inventory.taskDefinitions).toEqual([]);
    expect(inventory.unreadTaskDefinitions).toEqual([EVERY_FAMILY]);
    expect(inventory.incomplete.every((one) => one.why.includes('Out of time'))).toBe(true);
  });
});

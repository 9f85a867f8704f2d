import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { runOfflineCommandLine } from '../../src/cli/run-offline-command-line.ts';
import { sandboxEnvironment } from '../../src/cli/sandbox-environment.ts';
import { FAILED_TASK } from '../../src/sandbox/account/failed-start.ts';
import { addManagedPolicy, addRole, addService, addTask, addTaskDefinition } from '../../src/sandbox/build-account.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { fakeTerminal } from './fake-terminal.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ limits: false });
  const { account } = sandbox;
  const key = `arn:aws:kms:us-east-1:${account.accountId}:key/1234abcd`;
  const statement = { Effect: 'Allow', Action: 'kms:Decrypt', Resource: key };
  const boundary = addManagedPolicy(account, {
    name: 'developers',
    documents: [{ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] }],
  });
  const role = addRole(account, {
    name: 'bounded-execution',
    boundary,
    inlinePolicies: { keys: { Version: '2012-10-17', Statement: [statement] } },
  });
  const taskDefinitionArn = addTaskDefinition(account, { family: 'bounded', executionRoleArn: role });
  const reason = `ResourceInitializationError: AccessDeniedException: User: arn:aws:sts::${account.accountId}:assumed-role/bounded-execution/x is not authorized to perform: kms:Decrypt on resource: ${key}`;
  addTask(account, {
    id: 'b'.repeat(32),
    taskDefinitionArn,
    stopped: { at: account.now, code: 'TaskFailedToStart', reason },
  });
  const failedDeployment = {
    at: account.now,
    taskDefinitionArn,
    reason: 'ECS deployment circuit breaker: tasks failed to start.',
  };
  const message = `(service worded) failed to launch a task with (error ECS was unable to assume the role 'arn:aws:iam::${account.accountId}:role/x' that was provided for this task.)`;
  addService(account, { name: 'worded', taskDefinitionArn, failedDeployment, events: [{ at: account.now, message }] });
  addService(account, { name: 'well', taskDefinitionArn });
  for (const [name, value] of Object.entries(sandboxEnvironment(sandbox, {}))) {
    if (name.startsWith('AWS_')) vi.stubEnv(name, value);
  }
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await sandbox.close();
});

async function run(...args: readonly string[]) {
  const terminal = fakeTerminal();
  const status = await runOfflineCommandLine(['--quiet', 'diagnose', ...args], terminal);
  return { status, out: terminal.out(), err: terminal.err() };
}

async function json(...args: readonly string[]): Promise<unknown> {
  const { status, out, err } = await run(...args, '--format', 'json');
  expect([status, err]).toEqual([0, '']);
  return JSON.parse(out);
}

describe('diagnose --task', () => {
  test.each([
    ['by id', [FAILED_TASK, '--cluster', 'main']],
    ['by ARN', [`arn:aws:ecs:us-east-1:418295736412:task/main/${FAILED_TASK}`]],
  ])('says %s what the role lacks, by its own policies', async (_, args) => {
    expect(await json('--task', ...args)).toMatchObject({
      version: 1,
      phase: 'start-up',
      role: 'execution',
      actions: expect.arrayContaining(['s3:GetBucketLocation']),
      resource: 'arn:aws:s3:::configuration-418295736412',
      roleArn: 'arn:aws:iam::418295736412:role/content-store-execution',
      taskDefinition: 'arn:aws:ecs:us-east-1:418295736412:task-definition/content-store:2',
      checked: expect.arrayContaining([expect.objectContaining({ action: 's3:GetBucketLocation', granted: 'no' })]),
      incomplete: [],
    });
  });

  test('says that the boundary blocks what is granted', async () => {
    const { out, status } = await run('--task', 'b'.repeat(32), '--cluster', 'main');
    expect(status).toBe(0);
    expect(out).toContain(
      'bounded-execution is granted kms:Decrypt, but the permissions boundary developers blocks it.',
    );
    expect(out).not.toContain('Add to a policy of the execution role');
  });

  test('tells the diagnosis all the same where the role cannot be read, with status 3', async () => {
    sandbox.injectFault({ service: 'iam', kind: 'accessDenied' });
    const { out, err, status } = await run('--task', 'b'.repeat(32), '--cluster', 'main');
    sandbox.clearFaults();
    expect(status).toBe(3);
    expect(out).toContain('kms:Decrypt');
    expect(err).toContain('The execution role of the task');
  });
});

describe('diagnose --service', () => {
  test('reads its stopped tasks', async () => {
    expect(await json('--service', 'content-store', '--cluster', 'main')).toMatchObject({
      task: `arn:aws:ecs:us-east-1:418295736412:task/main/${FAILED_TASK}`,
      role: 'execution',
    });
  });

  test('reads its failed deployments and events, and takes what says most', async () => {
    expect(await json('--service', 'worded', '--cluster', 'main')).toMatchObject({
      shape: 'assume-role',
      resource: 'arn:aws:iam::418295736412:role/x',
      checked: [],
    });
  });
});

test.each([
  ['nothing', [], /Cannot diagnose nothing/],
  ['a cluster', ['--cluster', 'main'], /expected --task or --service/],
  ['a service without cluster', ['--service', 'a'], /expected --cluster/],
  ['two things', ['--task', 'a', 'text'], /several things/],
  [
    'a task that is gone',
    ['--task', 'c'.repeat(32), '--cluster', 'main'],
    /Cannot find task "c+" in cluster main of us-east-1/,
  ],
  [
    'a cluster that is none',
    ['--task', 'c', '--cluster', 'other'],
    /Cannot find cluster "other" in us-east-1: expected one/,
  ],
  [
    'no cluster where none is the default',
    ['--task', 'c'],
    /Cannot find a cluster named default in us-east-1: expected --cluster/,
  ],
  ['a service that is none', ['--service', 'nobody', '--cluster', 'main'], /Cannot find service "nobody"/],
  ['a service that is well', ['--service', 'well', '--cluster', 'main'], /no event says why/],
])('%s is refused with what would be right', async (_, args, problem) => {
  const { status, out, err } = await run(...args);
  expect([status, out]).toEqual([2, '']);
  expect(err).toMatch(problem);
});

import { describe, expect, test } from 'vitest';
import { refusedStarts } from '../../src/diagnosis/refused-starts.ts';
import type { RegionInventory, ServiceWord } from '../../src/ecs/inventory.ts';
import type { StoppedTask } from '../../src/ecs/stopped-task.ts';
import { ACCOUNT, definition, EXECUTION_ROLE, TASK_ROLE } from '../ecs/definition.ts';

const MY_APP = definition();
const ID = '3f8a1c0e5b7d4a2f9c6e0d1b2a3f4c5d';
const SECRET = `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:db-a1B2c3`;

function refusal(action: string, resource: string, role = 'app-execution', id = ID): string {
  return `User: arn:aws:sts::${ACCOUNT}:assumed-role/${role}/${id} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`;
}
const secretReason = `ResourceInitializationError: unable to pull secrets or registry auth: unable to retrieve secret from asm: AccessDeniedException: ${refusal('secretsmanager:GetSecretValue', SECRET)}`;

function task(reason: string, parts: Partial<StoppedTask> = {}): StoppedTask {
  return {
    taskArn: `arn:aws:ecs:eu-west-1:${ACCOUNT}:task/main/${ID}`,
    taskDefinitionArn: MY_APP.taskDefinitionArn,
    family: 'my-app',
    cluster: 'main',
    accountId: ACCOUNT,
    partition: 'aws',
    region: 'eu-west-1',
    stopCode: 'TaskFailedToStart',
    stoppedAt: 1_000,
    reasons: [reason],
    overrides: {},
    ...parts,
  };
}

function startsOf(stoppedTasks: readonly StoppedTask[], serviceWords: readonly ServiceWord[] = []) {
  const region: RegionInventory = {
    region: 'eu-west-1',
    taskDefinitions: [MY_APP],
    overrides: [],
    stoppedTasks,
    serviceWords,
    execEnabled: [],
    unreadTaskDefinitions: [],
    incomplete: [],
  };
  return refusedStarts([region], { accountId: ACCOUNT, partition: 'aws' });
}

describe('refusedStarts()', () => {
  test('counts tasks and words of a service that tell of one refusal, with the first and the last', () => {
    const word = { taskDefinitionArn: MY_APP.taskDefinitionArn, at: 3_000, text: secretReason };
    expect(startsOf([task(secretReason), task(secretReason, { stoppedAt: 2_000 })], [word])).toEqual([
      {
        role: EXECUTION_ROLE,
        job: 'execution',
        taskDefinitionArn: MY_APP.taskDefinitionArn,
        action: 'secretsmanager:GetSecretValue',
        resource: SECRET,
        first: 1_000,
        last: 3_000,
        count: 3,
      },
    ]);
  });

  test('puts a pattern for what differs from task to task', () => {
    const group = `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:/ecs/my-app`;
    const reason = (id: string) =>
      `ResourceInitializationError: failed to validate logger args: ${refusal('logs:CreateLogStream', `${group}:log-stream:ecs/app/${id}`, 'app-execution', id)}`;
    const starts = startsOf([task(reason(ID)), task(reason(ID.replace('3f', '4f')))]);
    expect(starts.map(({ resource, count }) => [resource, count])).toEqual([[`${group}:log-stream:ecs/app/*`, 2]]);
  });

  test('is of the role that the task was given, and of the task role where the application was refused', () => {
    const other = `arn:aws:iam::${ACCOUNT}:role/other`;
    const overridden = task(secretReason, { overrides: { executionRoleArn: other } });
    const run = refusal('dynamodb:GetItem', `arn:aws:dynamodb:eu-west-1:${ACCOUNT}:table/UserData`, 'app-task');
    const exited = task(`AccessDeniedException: ${run}`, { stopCode: 'EssentialContainerExited' });
    expect(startsOf([overridden, exited]).map(({ role, job }) => [role, job])).toEqual([
      [other, 'execution'],
      [TASK_ROLE, 'task'],
    ]);
  });

  test.each([
    ['what is no permission', task('CannotPullContainerError: i/o timeout')],
    ['what no agent calls', task(`ResourceInitializationError: ${refusal('iam:CreateUser', '*')}`)],
    ['a task without a time', { ...task(secretReason), stoppedAt: undefined } as unknown as StoppedTask],
    [
      'a role of no definition',
      task(secretReason, {
        taskDefinitionArn: definition({
          taskDefinitionArn: `arn:aws:ecs:eu-west-1:${ACCOUNT}:task-definition/gone:1`,
          family: 'gone',
          revision: 1,
        }).taskDefinitionArn,
      }),
    ],
  ])('leaves %s', (_, stopped) => {
    expect(startsOf([stopped])).toEqual([]);
  });
});

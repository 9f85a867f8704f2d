import { requiredPermissions } from '../../src/ecs/required-permissions.ts';
import { parseTaskDefinition, type TaskDefinition } from '../../src/ecs/task-definition.ts';

export const ACCOUNT = '123456789012';
export const TASK_ROLE = `arn:aws:iam::${ACCOUNT}:role/app-task` as const;
export const EXECUTION_ROLE = `arn:aws:iam::${ACCOUNT}:role/app-execution` as const;

/** The `taskDefinition` of a DescribeTaskDefinition response, with the fields given. */
export function rawDefinition(fields: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  return {
    taskDefinitionArn: `arn:aws:ecs:eu-west-1:${ACCOUNT}:task-definition/my-app:7`,
    family: 'my-app',
    revision: 7,
    status: 'ACTIVE',
    taskRoleArn: TASK_ROLE,
    executionRoleArn: EXECUTION_ROLE,
    requiresCompatibilities: ['FARGATE'],
    containerDefinitions: [],
    ...fields,
  };
}

export function definition(fields: Readonly<Record<string, unknown>> = {}): TaskDefinition {
  const parsed = parseTaskDefinition({ taskDefinition: rawDefinition(fields) }, 'eu-west-1');
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.value;
}

/** A definition of one container with the fields given. */
export function container(fields: Readonly<Record<string, unknown>>, rest: Readonly<Record<string, unknown>> = {}) {
  return definition({ ...rest, containerDefinitions: [{ name: 'app', image: 'nginx', ...fields }] });
}

/** What a definition requires in eu-west-1, as `job action resource certainty`; what only GuardDuty may need is left out. */
export function needs(of: TaskDefinition, execEnabled = false): readonly string[] {
  return permissions(of, execEnabled)
    .filter((permission) => permission.field !== 'requiresCompatibilities')
    .map(({ job, action, resources, certainty }) => `${job} ${action} ${resources.join(' ')} ${certainty}`);
}

export function permissions(of: TaskDefinition, execEnabled = false) {
  return requiredPermissions(of, { region: 'eu-west-1', accountId: ACCOUNT, partition: 'aws', execEnabled });
}

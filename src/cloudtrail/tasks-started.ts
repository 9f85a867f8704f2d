import { parseRoleArn, type RoleArn } from '../iam/arn.ts';
import { asArray, asObject, type JsonObject, textAt } from './json.ts';
import type { TaskStarted } from './observation.ts';
import type { CloudTrailRecord } from './record.ts';

const STARTING = new Set(['RunTask', 'StartTask']);
/** With the cluster's name, or without it in the older form. */
const TASK = /:task\/(?:[^/]+\/)?([^/]+)$/;
const DEFINITION = /:task-definition\/([^/:]+)(?::(\d+))?$/;

/** The tasks that RunTask or StartTask says to have started ("RunTask", Amazon ECS API reference). */
export function tasksStartedIn(record: CloudTrailRecord): readonly TaskStarted[] {
  if (record.eventSource !== 'ecs.amazonaws.com' || !STARTING.has(record.eventName)) return [];
  if (record.errorCode !== undefined) return [];
  const { at, region } = record;
  return asArray(record.responseElements?.['tasks']).flatMap((item) => {
    const task = asObject(item);
    const taskId = TASK.exec(textAt(task, 'taskArn') ?? '')?.[1];
    const [, family, revision] = DEFINITION.exec(textAt(task, 'taskDefinitionArn') ?? '') ?? [];
    if (taskId === undefined || family === undefined) return [];
    const overrides = asObject(task?.['overrides']);
    const overriding = roleAt(textAt(overrides, 'taskRoleArn'), textAt(task, 'taskArn') ?? '');
    const otherRoles = hasText(overrides, 'taskRoleArn') || hasText(overrides, 'executionRoleArn');
    return [
      {
        at,
        region,
        taskId,
        family,
        ...(revision === undefined ? {} : { revision: Number(revision) }),
        ...(otherRoles ? { otherRoles: true } : {}),
        ...(overriding === undefined ? {} : { overridingTaskRole: overriding }),
      },
    ];
  });
}

function hasText(overrides: JsonObject | undefined, key: string): boolean {
  return (textAt(overrides, key) ?? '') !== '';
}

/** The role that an override gives, by its ARN or, as ECS takes that too, by its name in the account of the task. */
function roleAt(reference: string | undefined, taskArn: string): RoleArn | undefined {
  if (reference === undefined) return undefined;
  const [, partition, , , account] = taskArn.split(':');
  const arn = parseRoleArn(
    reference.startsWith('arn:') ? reference : `arn:${partition}:iam::${account}:role/${reference}`,
  );
  return arn.ok ? arn.value : undefined;
}

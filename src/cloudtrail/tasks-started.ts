import { asArray, asObject, type JsonObject, textAt } from './json.ts';
import type { TaskStarted } from './observation.ts';
import type { CloudTrailRecord } from './record.ts';
import { roleNamed } from './role-named.ts';

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
    const [, partition, , , account] = (textAt(task, 'taskArn') ?? '').split(':');
    const overriding = roleNamed(textAt(overrides, 'taskRoleArn'), partition, account);
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

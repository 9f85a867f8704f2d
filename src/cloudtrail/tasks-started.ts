import { parseRoleArn } from '../iam/arn.ts';
import { asArray, asObject, textAt } from './json.ts';
import type { TaskStarted } from './observation.ts';
import type { CloudTrailRecord } from './record.ts';

const STARTING = new Set(['RunTask', 'StartTask']);
/** With the cluster's name, or without it in the older form. */
const TASK = /:task\/(?:[^/]+\/)?([^/]+)$/;
const DEFINITION = /:task-definition\/([^/:]+)(?::\d+)?$/;

/** The tasks that RunTask or StartTask says to have started ("RunTask", Amazon ECS API reference). */
export function tasksStartedIn(record: CloudTrailRecord): readonly TaskStarted[] {
  if (record.eventSource !== 'ecs.amazonaws.com' || !STARTING.has(record.eventName)) return [];
  if (record.errorCode !== undefined) return [];
  const { at, region } = record;
  return asArray(record.responseElements?.['tasks']).flatMap((item) => {
    const task = asObject(item);
    const taskId = TASK.exec(textAt(task, 'taskArn') ?? '')?.[1];
    const family = DEFINITION.exec(textAt(task, 'taskDefinitionArn') ?? '')?.[1];
    if (taskId === undefined || family === undefined) return [];
    const overriding = parseRoleArn(textAt(asObject(task?.['overrides']), 'taskRoleArn') ?? '');
    return [{ at, region, taskId, family, ...(overriding.ok ? { overridingTaskRole: overriding.value } : {}) }];
  });
}

import { partitionOfRegion } from '../base/partition.ts';
import { textAt } from './json.ts';
import type { TaskRoleGiven } from './observation.ts';
import type { CloudTrailRecord } from './record.ts';
import { roleNamed } from './role-named.ts';

/**
 * The role that a task definition was registered with as its task role ("RegisterTaskDefinition", Amazon ECS API reference). The
 * definition may be gone by now, with all that ran it.
 */
export function taskRoleGivenIn(record: CloudTrailRecord): TaskRoleGiven | undefined {
  const { at, region, eventSource, eventName, errorCode, requestParameters, recipientAccountId } = record;
  if (eventSource !== 'ecs.amazonaws.com' || !REGISTERING.has(eventName) || errorCode !== undefined) return undefined;
  const reference = textAt(requestParameters ?? undefined, 'taskRoleArn');
  const arn = roleNamed(reference, partitionOfRegion(region), recipientAccountId);
  return arn === undefined ? undefined : { at, region, arn };
}

const REGISTERING = new Set(['RegisterTaskDefinition', 'RegisterDaemonTaskDefinition']);

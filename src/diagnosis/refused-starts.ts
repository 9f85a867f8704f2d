import type { EpochMs } from '../base/time.ts';
import type { RegionInventory } from '../ecs/inventory.ts';
import type { AccountOfRoles } from '../ecs/role-reference.ts';
import { roleResolver } from '../ecs/role-resolver.ts';
import type { RoleJob } from '../ecs/role-use.ts';
import type { StoppedTask } from '../ecs/stopped-task.ts';
import type { TaskDefinitionArn } from '../ecs/task-definition-arn.ts';
import type { Action } from '../iam/action.ts';
import type { RoleArn } from '../iam/arn.ts';
import { lastingResource, startFailureOf } from './start-failure.ts';

/** A call without which a task stopped, once for each role, revision, call and resource. */
export interface RefusedStart {
  readonly role: RoleArn;
  readonly job: RoleJob;
  readonly taskDefinitionArn: TaskDefinitionArn;
  readonly action: Action;
  /** A pattern where it differs from task to task; empty where ECS does not name it. */
  readonly resource: string;
  readonly first: EpochMs;
  readonly last: EpochMs;
  /** Tasks, or messages of a service. */
  readonly count: number;
}

type Stop = Pick<StoppedTask, 'taskDefinitionArn' | 'reasons' | 'overrides' | 'stoppedAt'>;

/**
 * What ECS says that tasks stopped for want of, by the permissions that it names.
 */
export function refusedStarts(
  inventories: readonly RegionInventory[],
  account: AccountOfRoles,
): readonly RefusedStart[] {
  const resolve = roleResolver(inventories, account);
  const found = new Map<string, RefusedStart>();
  for (const { taskDefinitions, stoppedTasks = [], serviceWords = [] } of inventories) {
    const definitions = new Map(taskDefinitions.map((definition) => [definition.taskDefinitionArn, definition]));
    const said = serviceWords.map(
      ({ taskDefinitionArn, at, text }): Stop => ({
        taskDefinitionArn,
        reasons: [text],
        overrides: {},
        stoppedAt: at,
      }),
    );
    for (const stop of [...stoppedTasks, ...said]) {
      const failure = startFailureOf(stop);
      const { stoppedAt: at } = stop;
      if (at === undefined || (failure?.lacking !== 'execution' && failure?.lacking !== 'task')) continue;
      const job = failure.lacking;
      const field = job === 'execution' ? 'executionRoleArn' : 'taskRoleArn';
      const reference = stop.overrides[field] ?? definitions.get(stop.taskDefinitionArn)?.[field];
      const role = reference === undefined ? undefined : resolve(reference);
      const [action, ...others] = failure.diagnosis.actions;
      // Of several that a message may mean, nobody knows which was refused.
      if (role?.ok !== true || action === undefined || others.length > 0) continue;
      const resource = lastingResource(failure.diagnosis);
      const { arn } = role.value;
      const key = [arn, job, stop.taskDefinitionArn, action.toLowerCase(), resource].join('\n');
      const before = found.get(key);
      found.set(key, {
        role: arn,
        job,
        taskDefinitionArn: stop.taskDefinitionArn,
        action,
        resource,
        first: Math.min(at, before?.first ?? at),
        last: Math.max(at, before?.last ?? at),
        count: (before?.count ?? 0) + 1,
      });
    }
  }
  return [...found.values()];
}

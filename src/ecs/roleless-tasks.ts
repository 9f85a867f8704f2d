import type { RegionInventory, TaskHost } from './inventory.ts';

/** A task that runs on an instance without a task role: its containers get the credentials of the instance. */
export interface RolelessTask {
  readonly family: string;
  readonly host: TaskHost;
}

/** The tasks of a Region whose definition and overrides name no task role, and that run on EC2 instances. */
export function rolelessTasks({ taskDefinitions, runningTasks = [] }: RegionInventory): readonly RolelessTask[] {
  const roleless = new Set(
    taskDefinitions
      .filter(({ taskRoleArn }) => taskRoleArn === undefined)
      .map(({ taskDefinitionArn }) => taskDefinitionArn),
  );
  return runningTasks.flatMap(({ family, host, taskDefinitionArn, overrides = [] }) =>
    host !== undefined && roleless.has(taskDefinitionArn) && !overrides.includes('task') ? [{ family, host }] : [],
  );
}

import type { RunningTask, ServiceConnectLogs, ServiceWord } from '../../ecs/inventory.ts';
import type { LaunchType } from '../../ecs/launch-type.ts';
import type { StoppedTask } from '../../ecs/stopped-task.ts';
import type { TaskDefinitionArn } from '../../ecs/task-definition-arn.ts';
import type { TaskRoleOverride } from '../../ports.ts';

/** What a Region's services, tasks and daemons run. */
export interface Running {
  /** ARNs of task definitions of either kind. */
  readonly taskDefinitionArns: Set<TaskDefinitionArn>;
  readonly execEnabled: Set<TaskDefinitionArn>;
  readonly overrides: TaskRoleOverride[];
  readonly runningTasks: RunningTask[];
  readonly stoppedTasks: StoppedTask[];
  readonly serviceWords: ServiceWord[];
  readonly serviceConnectLogs: ServiceConnectLogs[];
  /** Launch types by definition. */
  readonly launches: Map<TaskDefinitionArn, Set<LaunchType>>;
}

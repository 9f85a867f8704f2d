import type { Incomplete } from '../base/incomplete.ts';
import type { Region } from '../base/region.ts';
import type { EpochMs } from '../base/time.ts';
import type { LaunchType } from './launch-type.ts';
import type { RoleJob } from './role-use.ts';
import type { StoppedTask } from './stopped-task.ts';
import type { LogConfiguration, TaskDefinition } from './task-definition.ts';
import type { TaskDefinitionArn } from './task-definition-arn.ts';

/** A running task whose overrides name roles. */
export interface TaskRoleOverride {
  readonly region: Region;
  readonly taskArn: string;
  readonly taskDefinitionArn: TaskDefinitionArn;
  /** As given: an ARN or a short name. */
  readonly taskRoleArn?: string;
  readonly executionRoleArn?: string;
}

/** The container instance that a task runs on. */
export interface TaskHost {
  /** The ARN of its cluster. */
  readonly cluster: string;
  /** Its own ARN. */
  readonly containerInstance: string;
}

/** A task that runs, or is being started. */
export interface RunningTask {
  /** The end of the task's ARN, which names the sessions of its roles. */
  readonly taskId: string;
  readonly taskDefinitionArn: TaskDefinitionArn;
  readonly family: string;
  /** Absent until its containers have started. */
  readonly startedAt?: EpochMs;
  /** The service that keeps it running, with its cluster: `api of main`; absent for tasks without one. */
  readonly service?: string;
  /** The jobs for which it overrides the role of its definition; absent for none. */
  readonly overrides?: readonly RoleJob[];
  /** Absent where ECS runs it on instances of its own. */
  readonly host?: TaskHost;
}

/** The log configuration of the Service Connect proxy that a service adds to tasks of a definition. */
export interface ServiceConnectLogs {
  readonly taskDefinitionArn: TaskDefinitionArn;
  /** The service's name. */
  readonly service: string;
  readonly logConfiguration: LogConfiguration;
}

/** That a service or a task launches a definition on this. */
export interface DefinitionLaunch {
  readonly taskDefinitionArn: TaskDefinitionArn;
  readonly launchType: LaunchType;
}

/** What a service says of a deployment, or of its tasks since its deployment. */
export interface ServiceWord {
  readonly taskDefinitionArn: TaskDefinitionArn;
  readonly at: EpochMs;
  readonly text: string;
}

/** Stands for all families of a Region where a listing could not be read to its end. */
export const EVERY_FAMILY = '*';

/** What one Region's ECS holds. */
export interface RegionInventory {
  readonly region: Region;
  /** Every ACTIVE revision, and the INACTIVE ones that services or tasks still run; daemon task definitions too. */
  readonly taskDefinitions: readonly TaskDefinition[];
  readonly overrides: readonly TaskRoleOverride[];
  /** Every running task that was read; absent where none was looked for. */
  readonly runningTasks?: readonly RunningTask[];
  /** Tasks that stopped by themselves within the hour or so that ECS keeps them; absent for none. */
  readonly stoppedTasks?: readonly StoppedTask[];
  /** Absent where services say nothing. */
  readonly serviceWords?: readonly ServiceWord[];
  /** Task-definition ARNs (either kind) whose services or tasks have ECS Exec enabled. */
  readonly execEnabled: readonly TaskDefinitionArn[];
  /** Of the services' current deployments; absent where none has any. */
  readonly serviceConnectLogs?: readonly ServiceConnectLogs[];
  /** What services and running tasks are launched on, each pair once; absent where none says so. */
  readonly launches?: readonly DefinitionLaunch[];
  /** ARNs that could not be read, or `EVERY_FAMILY`; their roles' verdicts must not say `unused` for lack of a requirement. */
  readonly unreadTaskDefinitions: readonly string[];
  readonly incomplete: readonly Incomplete[];
}

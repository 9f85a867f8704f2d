import type { Region } from '../base/region.ts';
import type { EpochMs } from '../base/time.ts';
import type { Action } from '../iam/action.ts';
import type { RoleArn } from '../iam/arn.ts';
import type { TaskDefinitionArn } from './task-definition-arn.ts';

/** The two jobs that a task definition can give a role. */
export type RoleJob = 'task' | 'execution';

/** One task-definition revision (or override of a running task) naming a role. */
export interface RoleUse {
  readonly job: RoleJob;
  readonly region: Region;
  readonly taskDefinitionArn: TaskDefinitionArn;
  readonly family: string;
  readonly revision: number;
  /** As ECS states it. INACTIVE and DELETE_IN_PROGRESS revisions are listed only while a service or task runs them. */
  readonly status: 'ACTIVE' | 'INACTIVE' | 'DELETE_IN_PROGRESS';
  /** True for roles that come from a running task's overrides instead of its definition. */
  readonly override: boolean;
  /** Tasks run as daemons have their own kind of task definition. */
  readonly daemon: boolean;
}

/** A role and everything that names it. */
export interface RoleInUse {
  readonly arn: RoleArn;
  readonly uses: readonly RoleUse[];
  /** True when some definition gave the role by its short name; the ARN was then completed, without a path. */
  readonly byShortName: boolean;
}

/** A permission that a task definition declares in plain fields. */
export interface RequiredPermission {
  readonly role: RoleArn;
  readonly job: RoleJob;
  readonly action: Action;
  /** ARNs (patterns where the field does not fix the whole ARN); `*` for actions without resource-level permissions. */
  readonly resources: readonly string[];
  readonly taskDefinitionArn: TaskDefinitionArn;
  readonly family: string;
  readonly region: Region;
  /** The field that says so: `containerDefinitions[0].secrets[1].valueFrom`. */
  readonly field: string;
  /** `possible` when it depends on something the definition does not state (a customer-managed key, say). */
  readonly certainty: 'certain' | 'possible';
  /** When the task definition was registered, where that is known. */
  readonly registeredAt?: EpochMs;
  /** Condition keys that the call never carries, so that conditions on them never hold. */
  readonly absentKeys?: readonly string[];
  readonly note?: string;
}

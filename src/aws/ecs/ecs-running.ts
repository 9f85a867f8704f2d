import type { TaskFamily } from '../../ecs/inventory.ts';
import type { TaskRoleOverride } from '../../ports.ts';

/** What a Region's services, tasks and daemons run. */
export interface Running {
  /** ARNs of task definitions of either kind. */
  readonly taskDefinitionArns: Set<string>;
  readonly execEnabled: Set<string>;
  readonly overrides: TaskRoleOverride[];
  readonly taskFamilies: TaskFamily[];
}

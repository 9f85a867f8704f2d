import type { Action } from '../../iam/action.ts';
import type { RequiredPermission } from '../role-use.ts';
import type { LaunchType, TaskDefinition } from '../task-definition.ts';

/** Where a task definition runs; values that its fields leave out are taken from here. */
export interface Place {
  readonly region: string;
  readonly accountId: string;
  readonly partition: string;
}

/** A need that a field declares, before it is known which role has to meet it. */
export interface Requirement {
  readonly job: RequiredPermission['job'];
  readonly action: Action;
  readonly resources: readonly string[];
  readonly field: string;
  readonly certainty: RequiredPermission['certainty'];
  readonly note?: string;
}

/** Several actions for one field, alike in all else. */
export function requirements(actions: readonly Action[], common: Omit<Requirement, 'action'>): readonly Requirement[] {
  return actions.map((action) => ({ ...common, action }));
}

/** The launch types a definition is meant for; EC2 where it names none (`requiresCompatibilities` in "Task definition parameters"). */
export function launchTypesOf(definition: TaskDefinition): readonly LaunchType[] {
  return definition.requiresCompatibilities.length > 0 ? definition.requiresCompatibilities : ['EC2'];
}

/**
 * True where ECS has no container instance of the account's whose role could pull images and send logs instead of the
 * execution role ("Amazon ECS task execution IAM role").
 */
export function hasNoInstanceRole(definition: TaskDefinition): boolean {
  return launchTypesOf(definition).some((type) => type === 'FARGATE' || type === 'EXTERNAL');
}

/** Said where a container instance's role may do what the execution role is asked for. */
export const INSTANCE_ROLE_NOTE = 'on container instances the instance role may stand in';

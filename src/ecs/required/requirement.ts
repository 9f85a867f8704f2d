import type { Action } from '../../iam/action.ts';
import type { LaunchType } from '../launch-type.ts';
import type { RequiredPermission } from '../role-use.ts';

/** Where a task definition stands; values that its fields leave out are taken from here. */
export interface Place {
  readonly region: string;
  readonly accountId: string;
  readonly partition: string;
}

/** What a task definition's tasks run on. */
export interface Launch {
  /** At least one. */
  readonly possible: readonly LaunchType[];
  /** Empty where nobody can say. */
  readonly known: readonly LaunchType[];
}

/** A need that a field declares, before it is known which role has to meet it. */
export interface Requirement {
  readonly job: RequiredPermission['job'];
  readonly action: Action;
  readonly resources: readonly string[];
  readonly field: string;
  readonly certainty: RequiredPermission['certainty'];
  readonly absentKeys?: readonly string[];
  readonly note?: string;
}

/** Several actions for one field, alike in all else. */
export function requirements(actions: readonly Action[], common: Omit<Requirement, 'action'>): readonly Requirement[] {
  return actions.map((action) => ({ ...common, action }));
}

/**
 * True where no container instance's role could pull images and send logs instead of the execution role: on Fargate, Managed
 * Instances and external instances ("Amazon ECS task execution IAM role").
 */
export function hasNoInstanceRole({ known }: Launch): boolean {
  return known.some((type) => type !== 'EC2');
}

/** Said where a container instance's role may do what the execution role is asked for. */
export const INSTANCE_ROLE_NOTE = 'on container instances the instance role may stand in';

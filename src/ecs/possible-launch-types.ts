import type { LaunchType } from './launch-type.ts';
import type { TaskDefinition } from './task-definition.ts';

type LaunchFields = Pick<TaskDefinition, 'requiresCompatibilities' | 'compatibilities'>;

/**
 * Every launch type that tasks of the definition may have: those that services and tasks were seen to launch it on, those that it
 * asks to be checked against, and where it asks for none those that ECS found it to be compatible with ("Task definition parameters").
 */
export function possibleLaunchTypes(
  { requiresCompatibilities, compatibilities }: LaunchFields,
  launchedOn: readonly LaunchType[],
): readonly LaunchType[] {
  const stated = requiresCompatibilities.length > 0 ? requiresCompatibilities : compatibilities;
  const types = [...new Set([...launchedOn, ...stated])];
  return types.length > 0 ? types : ['EC2'];
}

/**
 * The launch types that tasks of the definition are certain to have: where services and tasks launch it, else what it asks to be
 * checked against. Of what it is merely compatible with one is meant, and only what all of them share is certain.
 */
export function knownLaunchTypes(
  { requiresCompatibilities, compatibilities }: LaunchFields,
  launchedOn: readonly LaunchType[],
): readonly LaunchType[] {
  if (launchedOn.length > 0) return launchedOn;
  if (requiresCompatibilities.length > 0) return requiresCompatibilities;
  return compatibilities.includes('EC2') ? [] : compatibilities;
}

import type { RoleInUse } from '../ecs/role-use.ts';

/** The families whose task definitions name a task role. */
export function taskRoleFamilies(roles: readonly RoleInUse[]): ReadonlySet<string> {
  return new Set(roles.flatMap(({ uses }) => uses.filter(({ job }) => job === 'task').map(({ family }) => family)));
}

import type { Role } from '../iam/role.ts';
import { statementsOf } from './role-facts.ts';
import { grantsEverything } from './rules/administrator-access.ts';

/** Whether a readable statement of the role grants every action on every resource; such roles have a rule of their own. */
export function isAdministrator(role: Role): boolean {
  return statementsOf(role).some(({ statement }) => grantsEverything(statement));
}

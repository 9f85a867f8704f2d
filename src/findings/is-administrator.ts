import type { Statement } from '../iam/policy.ts';
import type { Role } from '../iam/role.ts';
import { statementsOf } from './role-facts.ts';

/** True where a readable statement of the role grants every action on every resource; such roles have a rule of their own. */
export function isAdministrator(role: Role): boolean {
  return statementsOf(role).some(({ statement }) => grantsEverything(statement));
}

/** True for `*` on `*` without a condition, and for a NotAction that leaves IAM itself granted, which amounts to the same. */
export function grantsEverything(statement: Statement): boolean {
  if (statement.effect !== 'Allow' || statement.condition !== undefined) return false;
  if (!(statement.resource?.includes('*') ?? false)) return false;
  if (statement.notAction !== undefined) return !statement.notAction.some((pattern) => /^(iam:|\*)/i.test(pattern));
  return statement.action?.some((pattern) => /^\*+(:\*+)?$/.test(pattern)) ?? false;
}

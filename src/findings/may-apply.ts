import { evaluateCondition } from '../iam/condition/condition.ts';
import type { Statement } from '../iam/policy.ts';
import type { Role } from '../iam/role.ts';
import { sortPolicies } from '../iam/role-policies.ts';

/** Whether a statement of a role may ever apply: one whose condition no session of the role can meet grants nothing. */
export function mayApply(role: Role): (statement: Statement) => boolean {
  const { context } = sortPolicies(role, []);
  return ({ condition }) =>
    condition === undefined || evaluateCondition(condition, { version: '2012-10-17', context }).truth !== false;
}

import { policyName } from '../iam/named-policy.ts';
import type { Role } from '../iam/role.ts';
import type { ActionVerdict } from '../rightsize/verdict.ts';
import { statementsOf } from './role-facts.ts';

/** Whether a statement that grants the action does so on every resource and without a condition. */
export function grantedOnEverything(verdict: ActionVerdict, role: Role): boolean {
  return statementsOf(role).some(
    ({ source, statement }) =>
      statement.condition === undefined &&
      statement.resource?.includes('*') === true &&
      verdict.grantedBy.some((ref) => ref.policy === policyName(source) && ref.index === statement.index),
  );
}

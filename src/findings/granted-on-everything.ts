import { policyName } from '../iam/named-policy.ts';
import type { Role } from '../iam/role.ts';
import type { ActionVerdict } from '../rightsize/verdict.ts';
import { statementsOf } from './role-facts.ts';

/**
 * Whether a statement that grants the action does so on every resource and without a condition.
 *
 * @param spans whether a pattern takes in every resource that the action works on; a lone `*` where absent
 */
export function grantedOnEverything(
  verdict: ActionVerdict,
  role: Role,
  spans: (pattern: string) => boolean = (pattern) => pattern === '*',
): boolean {
  return statementsOf(role).some(
    ({ source, statement }) =>
      statement.condition === undefined &&
      statement.resource?.some(spans) === true &&
      verdict.grantedBy.some((ref) => ref.policy === policyName(source) && ref.index === statement.index),
  );
}

import type { EpochMs } from '../base/time.ts';
import type { Action } from '../iam/action.ts';
import { policyName } from '../iam/named-policy.ts';
import type { Role } from '../iam/role.ts';
import type { StatementAges } from '../ledger/grant-history.ts';
import type { RoleGrants } from './assessment-input.ts';

/** Whether earlier runs show that each statement which grants an action today came after a moment, and nothing blocks it. */
export function isGrantedAfter(
  action: Action,
  at: EpochMs,
  { role, grants }: { readonly role: Role; readonly grants: RoleGrants },
  { appearedAt }: StatementAges,
): boolean {
  const grant = grants.of(action);
  if (grant === undefined || grant.access === 'blocked' || grant.grantedBy.length === 0) return false;
  return grant.grantedBy.every((ref) => {
    // Two policies may bear one name.
    const policies = role.policies.filter(({ source }) => policyName(source) === ref.policy);
    return policies.every((policy) => (appearedAt(policy, ref.index) ?? Number.NEGATIVE_INFINITY) > at);
  });
}

import { policyName } from '../../iam/named-policy.ts';
import type { PolicySource } from '../../iam/role.ts';

/** A policy by its name, and its ARN where it has one: enough to find it again. */
export function policyPlace(source: PolicySource): string {
  return 'arn' in source ? `${policyName(source)} (${source.arn})` : policyName(source);
}

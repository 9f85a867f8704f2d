import type { PolicyDocument } from './policy.ts';
import { policyObject } from './policy-object.ts';

/** What IAM lets a policy hold, in characters without white space ("IAM and AWS STS quotas"). */
export const POLICY_LIMITS = {
  /** One managed policy. */
  managed: 6_144,
  /** All inline policies of a role together. */
  inline: 10_240,
  /** Managed policies attached to a role, as long as the quota was not raised. */
  attached: 10,
} as const;

/** The characters of a document that IAM counts: all but white space. */
export function policySize(document: Pick<PolicyDocument, 'version' | 'id' | 'statements'>): number {
  return JSON.stringify(policyObject(document)).replace(/\s/g, '').length;
}

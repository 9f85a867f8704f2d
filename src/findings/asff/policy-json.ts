import type { PolicyDocument } from '../../iam/policy.ts';
import { policyObject } from '../../iam/policy-object.ts';

/** A policy document as IAM writes it, in one line; arrays of one stand as the value alone. */
export function policyJson(document: PolicyDocument): string {
  return JSON.stringify(policyObject(document));
}

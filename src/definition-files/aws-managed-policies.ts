import { memoize } from '../base/memoize.ts';
import { parsePolicy } from '../iam/parse-policy.ts';
import type { PolicyDocument } from '../iam/policy.ts';
import { AWS_MANAGED_POLICY_DATA } from './aws-managed-policy-data.ts';

/** The document of an AWS managed policy that the program knows, by its name; undefined for the others, which no file tells of. */
export const awsManagedPolicy = memoize((name: string): PolicyDocument | undefined => {
  if (!Object.hasOwn(AWS_MANAGED_POLICY_DATA, name)) return undefined;
  const document = parsePolicy(AWS_MANAGED_POLICY_DATA[name] ?? '');
  return document.ok ? document.value : undefined;
});

import { escapeInvisible } from '../../base/escape-invisible.ts';
import { policyObject } from '../../iam/policy-object.ts';
import type { PolicyChange } from '../../rightsize/recommend/recommendation.ts';

/** The policies to create, each as the JSON document that IAM takes: one, or several where IAM's limits split it. */
export function policyJson({ documents }: PolicyChange): readonly string[] {
  return documents.map(({ document }) => `${escapeInvisible(JSON.stringify(policyObject(document), null, 2))}\n`);
}

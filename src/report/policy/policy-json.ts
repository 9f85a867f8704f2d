import { escapeInvisible } from '../../base/escape-invisible.ts';
import { policyObject } from '../../iam/policy-object.ts';
import type { PolicyChange } from '../../rightsize/recommend/recommendation.ts';

/** The policies to create, as IAM takes them: one JSON document, or one after the other where IAM's limits split it. */
export function policyJson({ documents }: PolicyChange): string {
  return documents
    .map(({ document }) => `${escapeInvisible(JSON.stringify(policyObject(document), null, 2))}\n`)
    .join('');
}

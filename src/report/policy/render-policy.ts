import { assertNever } from '../../base/assert-never.ts';
import type { Role } from '../../iam/role.ts';
import type { PolicyChange } from '../../rightsize/recommend/recommendation.ts';
import { policyCloudFormation } from './policy-cloudformation.ts';
import { policyDiff } from './policy-diff.ts';
import { policyJson } from './policy-json.ts';
import { policyTerraform } from './policy-terraform.ts';

/** The forms in which a right-sized policy is shown. */
export const POLICY_FORMS = ['json', 'terraform', 'cloudformation', 'diff'] as const;
export type PolicyForm = (typeof POLICY_FORMS)[number];

/** A change of a role's policies in one form, as whole documents that end with a line break; none where there is nothing to say in that form. */
export function renderPolicy(
  role: Pick<Role, 'arn' | 'name' | 'policies'>,
  change: PolicyChange,
  form: PolicyForm,
): readonly string[] {
  switch (form) {
    case 'json':
      return policyJson(change);
    case 'terraform':
      return [policyTerraform(role, change)];
    case 'cloudformation':
      // A template without a resource is refused.
      return change.documents.length === 0 ? [] : [policyCloudFormation(role, change)];
    case 'diff':
      return [policyDiff(role, change)].filter((text) => text !== '');
    default:
      return assertNever(form);
  }
}

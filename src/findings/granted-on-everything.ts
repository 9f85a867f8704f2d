import { accountOf, partitionOf } from '../iam/arn.ts';
import { spansType } from '../iam/arn-forms.ts';
import { namesAction } from '../iam/match-statement.ts';
import { anyOfForm, representativeArn } from '../iam/representative-arn.ts';
import type { Role } from '../iam/role.ts';
import { roleEvaluator } from '../iam/role-evaluator.ts';
import { statementsOf } from './role-facts.ts';

/**
 * Whether the role may do the action on a whole kind of resources, by `*`, an ARN that takes in all of a kind, or a NotResource, and
 * nothing known takes it away again.
 *
 * @param forms of the ARNs that the action is checked on
 */
export function grantedOnEverything(action: string, role: Role, forms: readonly string[]): boolean {
  const place = { partition: partitionOf(role.arn), accountId: accountOf(role.arn) };
  const { ask } = roleEvaluator(role);
  return statementsOf(role).some(({ statement }) => {
    if (statement.effect !== 'Allow' || !namesAction(statement, action)) return false;
    const { resource, notResource } = statement;
    const open = (arn: string | undefined): boolean => arn !== undefined && ask(action, arn) === 'open';
    if (notResource !== undefined || resource === undefined) return forms.some((form) => open(anyOfForm(form, place)));
    return resource.some((pattern) =>
      forms.some((form) => spansType(pattern, [form]) && open(representativeArn(pattern, form, place))),
    );
  });
}

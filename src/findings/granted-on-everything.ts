import { memoize } from '../base/memoize.ts';
import { accountOf, partitionOf } from '../iam/arn.ts';
import { spansType } from '../iam/arn-forms.ts';
import { namesAction } from '../iam/match-statement.ts';
import { anyOfForm, representativeArn } from '../iam/representative-arn.ts';
import type { Role } from '../iam/role.ts';
import { roleEvaluator } from '../iam/role-evaluator.ts';
import { roleBudget } from '../rightsize/role-budget.ts';
import { statementsOf } from './role-facts.ts';

/**
 * Says of a role's actions whether it may do one on a whole kind of resources, by `*`, an ARN that takes in all of a kind, or a NotResource,
 * and nothing known takes it away again. Forms are those of the ARNs that the action is checked on.
 *
 * @throws {BudgetExceeded} when the role's policies take too many steps
 */
export function grantedOnEverything(role: Role): (action: string, forms: readonly string[]) => boolean {
  const place = { partition: partitionOf(role.arn), accountId: accountOf(role.arn) };
  const budget = roleBudget(role, 'what it may do on every resource');
  const { ask } = roleEvaluator(role, budget);
  const allows = statementsOf(role).filter(({ statement }) => statement.effect === 'Allow');
  // Many statements, and all actions of a service, name the same resources.
  const spans = memoize((pattern: string) =>
    memoize((form: string) => (spansType(pattern, [form]) ? representativeArn(pattern, form, place) : undefined)),
  );
  return (action, forms) => {
    const isOpen = memoize((arn: string) => ask(action, arn) === 'open');
    return allows.some(({ statement }) => {
      const { action: actions = [], notAction = [], resource, notResource } = statement;
      budget.spend(1 + actions.length + notAction.length);
      if (!namesAction(statement, action)) return false;
      if (notResource !== undefined || resource === undefined) {
        return forms.some((form) => isOpen(anyOfForm(form, place)));
      }
      budget.spend(resource.length * forms.length);
      return resource.some((pattern) =>
        forms.some((form) => {
          const arn = spans(pattern)(form);
          return arn !== undefined && isOpen(arn);
        }),
      );
    });
  };
}

import { NO_LIMIT, type StepBudget } from '../base/step-budget.ts';
import { subtract, unionAll } from './action-set.ts';
import type { Catalog } from './catalog/catalog.ts';
import { type ActionSelection, statementCovers, unionSelections } from './expand.ts';
import { listStatements } from './grant-statements.ts';
import type { NamedPolicy } from './named-policy.ts';
import { createContext } from './request-context.ts';

/**
 * The actions that policies grant together, by themselves, to a caller of whom nothing is known: all that they allow
 * somewhere, less what they deny on every resource and without conditions.
 *
 * @throws {BudgetExceeded} when that takes more steps than `budget` has
 */
export function grantedByPolicies(
  policies: readonly NamedPolicy[],
  catalog: Catalog,
  budget: StepBudget = NO_LIMIT,
): ActionSelection {
  const statements = listStatements(
    { identity: policies, ceilings: [], unparsed: [], context: createContext({}) },
    catalog,
    budget,
  );
  const allowed = unionSelections(
    catalog,
    statements.filter(({ statement }) => statement.effect === 'Allow').map(({ actions }) => actions),
  );
  const denied = statements.filter(({ statement, reach }) => statement.effect === 'Deny' && reach === 'whole');
  return {
    known: subtract(
      allowed.known,
      unionAll(
        catalog.size,
        denied.map(({ actions }) => actions.known),
      ),
    ),
    unknown: allowed.unknown.filter((action) => !denied.some(({ statement }) => statementCovers(statement, action))),
  };
}

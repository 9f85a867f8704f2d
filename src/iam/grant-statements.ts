import type { StepBudget } from '../base/step-budget.ts';
import type { Catalog } from './catalog/catalog.ts';
import { type ActionSelection, expandStatementActions, expansionSteps } from './expand.ts';
import { type NamedPolicy, refTo } from './named-policy.ts';
import type { Statement, StatementRef } from './policy.ts';
import { type Reach, reachOf } from './reach.ts';
import type { Ceiling, RolePolicySet } from './role-policies.ts';

/** A statement of a role's policies that can apply to the role's requests at all. */
export interface GrantStatement {
  /** The ceiling it belongs to; undefined for the role's own policies. */
  readonly ceiling: Ceiling | undefined;
  readonly policy: string;
  readonly statement: Statement;
  readonly reach: Exclude<Reach, 'none'>;
  readonly actions: ActionSelection;
  /** Names it in explanations. */
  readonly ref: StatementRef;
}

/**
 * Every statement that can apply to the role's requests: its own policies' first, then those of each ceiling.
 *
 * @throws {BudgetExceeded} when finding their actions takes more steps than there are
 */
export function listStatements(
  policies: RolePolicySet,
  catalog: Catalog,
  budget: StepBudget,
): readonly GrantStatement[] {
  const found: GrantStatement[] = [];
  const patterns = new Set<string>();
  const spendOn = (statement: Statement): void => {
    for (const pattern of statement.action ?? statement.notAction ?? []) {
      // What was expanded for another role costs as much: a role ends alike in whatever company it is looked at.
      budget.spend(patterns.has(pattern) ? 1 : expansionSteps(catalog, pattern));
      patterns.add(pattern);
    }
  };
  const add = (named: readonly NamedPolicy[], ceiling: Ceiling | undefined): void => {
    for (const { name, document } of named) {
      for (const statement of document.statements) {
        const reach = reachOf(statement, document.version, policies);
        if (reach === 'none') continue;
        spendOn(statement);
        const actions = expandStatementActions(catalog, statement);
        found.push({ ceiling, policy: name, statement, reach, actions, ref: refTo(name, statement) });
      }
    }
  };
  add(policies.identity, undefined);
  for (const ceiling of policies.ceilings) add(ceiling.policies, ceiling);
  return found;
}

import type { Catalog } from './catalog/catalog.ts';
import { type ActionSelection, expandStatementActions } from './expand.ts';
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

/** Every statement that can apply to the role's requests: its own policies' first, then those of each ceiling. */
export function listStatements(policies: RolePolicySet, catalog: Catalog): readonly GrantStatement[] {
  const found: GrantStatement[] = [];
  const add = (named: readonly NamedPolicy[], ceiling: Ceiling | undefined): void => {
    for (const { name, document } of named) {
      for (const statement of document.statements) {
        const reach = reachOf(statement, document.version, policies);
        if (reach === 'none') continue;
        const actions = expandStatementActions(catalog, statement);
        found.push({ ceiling, policy: name, statement, reach, actions, ref: refTo(name, statement) });
      }
    }
  };
  add(policies.identity, undefined);
  for (const ceiling of policies.ceilings) add(ceiling.policies, ceiling);
  return found;
}

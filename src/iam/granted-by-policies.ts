import { subtract, unionAll } from './action-set.ts';
import type { Catalog } from './catalog/catalog.ts';
import { type ActionSelection, unionSelections } from './expand.ts';
import { type GrantStatement, listStatements } from './grant-statements.ts';
import type { NamedPolicy } from './named-policy.ts';
import { createContext } from './request-context.ts';

/**
 * The actions that policies grant together, by themselves, to a caller of whom nothing is known: all that they allow
 * somewhere, less what they deny on every resource and without conditions.
 */
export function grantedByPolicies(policies: readonly NamedPolicy[], catalog: Catalog): ActionSelection {
  const statements = listStatements(
    { identity: policies, ceilings: [], unparsed: [], context: createContext({}) },
    catalog,
  );
  const selected = (wanted: (one: GrantStatement) => boolean) => statements.filter(wanted).map((one) => one.actions);
  const allowed = unionSelections(
    catalog,
    selected((one) => one.statement.effect === 'Allow'),
  );
  const denied = selected((one) => one.statement.effect === 'Deny' && one.reach === 'whole');
  return {
    known: subtract(
      allowed.known,
      unionAll(
        catalog.size,
        denied.map((selection) => selection.known),
      ),
    ),
    unknown: allowed.unknown.filter((action) => !denied.some((selection) => selection.unknown.includes(action))),
  };
}

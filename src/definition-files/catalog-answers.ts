import { lazy } from '../base/lazy.ts';
import { memoize } from '../base/memoize.ts';
import type { RuleContext } from '../findings/rule.ts';
import { arnFormsOf } from '../iam/arn-forms.ts';
import type { Catalog } from '../iam/catalog/catalog.ts';
import { type EffectiveGrants, effectiveGrants } from '../iam/effective-grants.ts';
import type { Role } from '../iam/role.ts';
import { roleBudget } from '../rightsize/role-budget.ts';

/** What roles are granted. */
export type GrantsOf = (role: Role) => EffectiveGrants;

/** What the catalogue says, kept: a repository's roles say the same things over and over. */
export interface CatalogAnswers extends Pick<RuleContext, 'accessLevelOf' | 'arnFormsOf'> {
  readonly grantsOf: GrantsOf;
}

/** Asks the catalogue each thing once. */
export function catalogAnswers(catalog: Catalog): CatalogAnswers {
  return {
    grantsOf: grantsOnce(catalog),
    accessLevelOf: memoize((action) => catalog.accessLevelOf(action)),
    arnFormsOf: memoize((action) => arnFormsOf(action, catalog)),
  };
}

function grantsOnce(catalog: Catalog): GrantsOf {
  const known = new Map<string, EffectiveGrants>();
  return (role) => {
    const grants = effectiveGrants(role, catalog, { budget: roleBudget(role, 'the effect of its policies') });
    const key = JSON.stringify([role.policies, role.boundary, role.unread]);
    // Conditions and variables may ask for the role's own name.
    if (/"condition"|\$\{/.test(key)) return grants;
    const before = known.get(key);
    if (before !== undefined) return before;
    const list = lazy(() => [...grants.grants()]);
    const kept: EffectiveGrants = { ...grants, grants: () => list() };
    known.set(key, kept);
    return kept;
  };
}

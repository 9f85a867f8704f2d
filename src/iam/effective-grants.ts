import type { Action } from './action.ts';
import { type ActionSet, emptySet, intersect, placesOf, subtract, union, unionAll } from './action-set.ts';
import type { Catalog } from './catalog/catalog.ts';
import type { ActionSelection } from './expand.ts';
import { type Footprint, footprintOf } from './footprint.ts';
import type { Grant } from './grant.ts';
import { explainGrant, type GrantQuestion, listStatements } from './grant-statements.ts';
import type { NamedPolicy } from './named-policy.ts';
import type { RolePolicy } from './role.ts';
import { type GrantingRole, type RolePolicySet, sortPolicies } from './role-policies.ts';

/** What all the policies of a role come to. Bulk sets are cheap; the explanation of one action is worked out when asked for. */
export interface EffectiveGrants {
  /** Policies (boundary and organization policies too) that could not be read: with any, no verdict on the role is safe. */
  readonly unparsed: readonly RolePolicy[];
  /** Every action that the role's own policies allow and that nothing takes away wholly. */
  granted(): ActionSelection;
  /** The granted ones that are on every resource and without conditions; none of a role that was not fully read. */
  unlimited(): ActionSet;
  /** Every action that the role's own policies allow and that a deny, the boundary or the organization takes away wholly. */
  blocked(): ActionSelection;
  /** One action, in any case of letters, known to the catalogue or not; undefined where the role's own policies do not allow it. */
  of(action: string): Grant | undefined;
  /** Every granted and blocked action, in the catalogue's order, then those that the catalogue does not know. */
  grants(): Iterable<Grant>;
}

/** Beside the role: what its organization imposes, one list of policies for each level, root first. */
export interface GrantOptions {
  readonly scpLevels?: readonly (readonly RolePolicy[])[];
}

/**
 * Works out what a role is effectively granted: its own policies, cut to its boundary and to each organization level, minus
 * denies. A deny takes an action away only where it is certain to apply to every resource and request; else it limits it.
 */
export function effectiveGrants(role: GrantingRole, catalog: Catalog, options: GrantOptions = {}): EffectiveGrants {
  const policies = sortPolicies(role, options.scpLevels ?? []);
  const fullyRead = policies.unparsed.length === 0 && (role.unread ?? []).length === 0;
  const sets = once(() => computeSets(policies, catalog));
  const question = once(
    (): GrantQuestion => ({
      statements: listStatements(policies, catalog),
      ceilings: policies.ceilings,
      catalog,
      fullyRead,
    }),
  );
  const unknown = once(() => {
    const granted: string[] = [];
    const blocked: string[] = [];
    for (const action of sets().unknown) {
      (explainGrant(question(), action)?.access === 'blocked' ? blocked : granted).push(action);
    }
    return { granted, blocked };
  });
  const of = (action: string): Grant | undefined => explainGrant(question(), action);
  return {
    unparsed: policies.unparsed,
    granted: () => ({ known: sets().granted, unknown: unknown().granted }),
    unlimited: () => (fullyRead ? unlimitedOf(sets(), catalog) : emptySet(catalog.size)),
    blocked: () => ({ known: subtract(sets().allowed, sets().granted), unknown: unknown().blocked }),
    of,
    *grants() {
      for (const place of placesOf(sets().allowed)) yield* present(of(catalog.actionAt(place)));
      for (const action of sets().unknown) yield* present(of(action as Action));
    },
  };
}

interface Sets {
  readonly own: readonly Footprint[];
  readonly ceilings: readonly (readonly Footprint[])[];
  /** By the role's own policies. */
  readonly allowed: ActionSet;
  readonly granted: ActionSet;
  readonly unknown: readonly string[];
}

function computeSets(policies: RolePolicySet, catalog: Catalog): Sets {
  const footprint = (policy: NamedPolicy): Footprint => footprintOf(policy.document, catalog, policies.context);
  const own = policies.identity.map(footprint);
  const ceilings = policies.ceilings.map((ceiling) => ceiling.policies.map(footprint));
  const allowed = unionAll(
    catalog.size,
    own.map((one) => one.allow),
  );
  let granted = allowed;
  for (const [index, ceiling] of ceilings.entries()) {
    if (policies.ceilings[index]?.complete !== true) continue;
    granted = intersect(
      granted,
      unionAll(
        catalog.size,
        ceiling.map((one) => one.allow),
      ),
    );
  }
  for (const one of [...own, ...ceilings.flat()]) granted = subtract(granted, one.denyWhole);
  const unknown = new Map(own.flatMap((one) => one.allowUnknown).map((action) => [action.toLowerCase(), action]));
  return { own, ceilings, allowed, granted, unknown: [...unknown.values()] };
}

function unlimitedOf(sets: Sets, catalog: Catalog): ActionSet {
  const whole = (layer: readonly Footprint[]): ActionSet =>
    unionAll(
      catalog.size,
      layer.map((one) => one.allowWhole),
    );
  let result = intersect(sets.granted, whole(sets.own));
  for (const ceiling of sets.ceilings) result = intersect(result, whole(ceiling));
  const denied = [...sets.own, ...sets.ceilings.flat()].map((one) => one.deny);
  return subtract(result, denied.reduce(union, emptySet(catalog.size)));
}

function present<T>(value: T | undefined): readonly T[] {
  return value === undefined ? [] : [value];
}

function once<T>(compute: () => T): () => T {
  let kept: { readonly value: T } | undefined;
  return () => {
    kept ??= { value: compute() };
    return kept.value;
  };
}

import { lazy } from '../base/lazy.ts';
import { BudgetExceeded, NO_LIMIT, type StepBudget } from '../base/step-budget.ts';
import { sum } from '../base/sum.ts';
import { type ActionSet, emptySet, intersect, placesOf, subtract, unionAll } from './action-set.ts';
import type { Catalog } from './catalog/catalog.ts';
import type { ActionSelection } from './expand.ts';
import { explainGrant } from './explain-grant.ts';
import type { Grant } from './grant.ts';
import { classifyActions } from './grant-classes.ts';
import { type GrantStatement, listStatements } from './grant-statements.ts';
import type { RolePolicy } from './role.ts';
import { type Ceiling, type GrantingRole, sortPolicies } from './role-policies.ts';

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
  /**
   * Every granted and blocked action, in the catalogue's order, then those that the catalogue does not know. Actions that the
   * same statements apply to share their lists.
   *
   * @throws {BudgetExceeded} when telling them apart takes more steps than there are
   */
  grants(): Iterable<Grant>;
  /**
   * The granted actions of the catalogue alone, each `limited` by statements that are not named: what can be said where `grants` takes too
   * many steps. Empty where even that does.
   */
  inOutline(): readonly Grant[];
}

/** Beside the role: what its organization imposes, one list of policies for each level, root first. */
export interface GrantOptions {
  readonly scpLevels?: readonly (readonly RolePolicy[])[];
  /** Without limit where absent. */
  readonly budget?: StepBudget;
}

/**
 * Works out what a role is effectively granted: its own policies, cut to its boundary and to each organization level, minus
 * denies. A deny takes an action away only where it is certain to apply to every resource and request; else it limits it.
 */
export function effectiveGrants(role: GrantingRole, catalog: Catalog, options: GrantOptions = {}): EffectiveGrants {
  const policies = sortPolicies(role, options.scpLevels ?? []);
  const { ceilings, unparsed } = policies;
  const { budget = NO_LIMIT } = options;
  const fullyRead = unparsed.length === 0 && (role.unread ?? []).length === 0;
  const statements = lazy(() => listStatements(policies, catalog, budget));
  const sets = lazy(() => computeSets(statements(), ceilings, catalog.size));
  const of = (action: string): Grant | undefined =>
    explainGrant({ statements: statements(), ceilings, catalog, fullyRead }, action);
  const unknown = lazy(() => Map.groupBy(unknownActions(statements()), (action) => of(action)?.access === 'blocked'));
  return {
    unparsed,
    granted: () => ({ known: sets().granted, unknown: unknown().get(false) ?? [] }),
    unlimited: () => (fullyRead ? unlimitedOf(sets(), statements(), ceilings) : emptySet(catalog.size)),
    blocked: () => ({ known: subtract(sets().allowed, sets().granted), unknown: unknown().get(true) ?? [] }),
    of,
    inOutline() {
      try {
        return [...placesOf(sets().granted)].map((place) => ({ ...OUTLINE, action: catalog.actionAt(place) }));
      } catch (error) {
        if (error instanceof BudgetExceeded) return [];
        throw error;
      }
    },
    *grants() {
      const { allowed } = sets();
      const { classOf, examples } = classifyActions(
        allowed,
        statements().map(({ actions }) => actions.known),
        budget,
      );
      const explained = examples.map((place) => {
        budget.spend(STEPS_PER_STATEMENT * statements().length);
        return of(catalog.actionAt(place));
      });
      for (const place of placesOf(allowed)) {
        const grant = explained[classOf[place] ?? -1];
        if (grant !== undefined) yield { ...grant, action: catalog.actionAt(place) };
      }
      const patterns = sum(statements().map(({ statement }) => (statement.action ?? statement.notAction ?? []).length));
      for (const action of unknownActions(statements())) {
        budget.spend(STEPS_PER_STATEMENT * (1 + patterns));
        yield* present(of(action));
      }
    },
  };
}

/** What it costs to look at a statement for the explanation of an action, and to name it there. */
const STEPS_PER_STATEMENT = 4;

const OUTLINE: Omit<Grant, 'action'> = {
  access: 'limited',
  inCatalog: true,
  grantedBy: [],
  blockedBy: [],
  limitedBy: [],
};

interface Sets {
  /** By the role's own policies. */
  readonly allowed: ActionSet;
  readonly granted: ActionSet;
}

function computeSets(statements: readonly GrantStatement[], ceilings: readonly Ceiling[], size: number): Sets {
  const allowedBy = (ceiling: Ceiling | undefined): ActionSet =>
    unionOf(size, statements, (one) => one.ceiling === ceiling && one.statement.effect === 'Allow');
  const allowed = allowedBy(undefined);
  let granted = allowed;
  for (const ceiling of ceilings) if (ceiling.complete) granted = intersect(granted, allowedBy(ceiling));
  const denied = unionOf(size, statements, (one) => one.statement.effect === 'Deny' && one.reach === 'whole');
  return { allowed, granted: subtract(granted, denied) };
}

function unlimitedOf(sets: Sets, statements: readonly GrantStatement[], ceilings: readonly Ceiling[]): ActionSet {
  const size = sets.granted.universe;
  let result = sets.granted;
  for (const layer of [undefined, ...ceilings]) {
    const isWhole = (one: GrantStatement): boolean =>
      one.ceiling === layer && one.statement.effect === 'Allow' && one.reach === 'whole';
    result = intersect(result, unionOf(size, statements, isWhole));
  }
  return subtract(
    result,
    unionOf(size, statements, (one) => one.statement.effect === 'Deny'),
  );
}

function unionOf(
  size: number,
  statements: readonly GrantStatement[],
  belongs: (one: GrantStatement) => boolean,
): ActionSet {
  const parts: ActionSet[] = [];
  for (const one of statements) if (belongs(one)) parts.push(one.actions.known);
  return unionAll(size, parts);
}

/** What the role's own policies allow that matches nothing in the catalogue; each once, as first written. */
function unknownActions(statements: readonly GrantStatement[]): readonly string[] {
  const found = new Map<string, string>();
  for (const { ceiling, statement, actions } of statements) {
    if (ceiling !== undefined || statement.effect === 'Deny') continue;
    for (const action of actions.unknown) if (!found.has(action.toLowerCase())) found.set(action.toLowerCase(), action);
  }
  return [...found.values()];
}

function present<T>(value: T | undefined): readonly T[] {
  return value === undefined ? [] : [value];
}

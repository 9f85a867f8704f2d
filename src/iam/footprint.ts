import { type ActionSet, unionAll } from './action-set.ts';
import type { Catalog } from './catalog/catalog.ts';
import { evaluateCondition } from './condition/condition.ts';
import { expandStatementActions } from './expand.ts';
import { actionPatternProblem } from './pattern.ts';
import type { PolicyDocument, Statement } from './policy.ts';
import type { RequestContext } from './request-context.ts';
import { coversEveryResource } from './resource.ts';

/**
 * What a policy does to the catalogue's actions, resources and conditions reduced to two degrees: `whole` is on every resource and
 * without conditions (or under ones that are known to hold), the other set holds these too.
 */
export interface Footprint {
  readonly allow: ActionSet;
  readonly allowWhole: ActionSet;
  readonly deny: ActionSet;
  readonly denyWhole: ActionSet;
  /** Patterns of Allow statements that match nothing in the catalogue, as written. */
  readonly allowUnknown: readonly string[];
}

/** How far a statement reaches: `none` when its conditions are known not to hold. */
export type Reach = 'none' | 'part' | 'whole';

/**
 * How far a statement reaches over the resources and requests of a principal of which this context holds. A Deny whose actions
 * are written in a form that IAM refuses reaches `part` at most: nobody can say what it takes away.
 */
export function reachOf(statement: Statement, version: PolicyDocument['version'], context: RequestContext): Reach {
  const { truth } = evaluateCondition(statement.condition, { version, context });
  if (truth === false) return 'none';
  if (statement.effect === 'Deny' && isIrregular(statement)) return 'part';
  return truth === true && coversEveryResource(statement) ? 'whole' : 'part';
}

function isIrregular(statement: Statement): boolean {
  const patterns = statement.action ?? statement.notAction ?? [];
  return patterns.some((pattern) => actionPatternProblem(pattern) !== undefined);
}

const caches = new WeakMap<Catalog, WeakMap<PolicyDocument, Footprint>>();

/** The footprint of a policy. Kept for documents without conditions, whose footprint is the same for every principal. */
export function footprintOf(document: PolicyDocument, catalog: Catalog, context: RequestContext): Footprint {
  if (document.statements.some((statement) => statement.condition !== undefined)) {
    return computeFootprint(document, catalog, context);
  }
  let cache = caches.get(catalog);
  if (cache === undefined) {
    cache = new WeakMap();
    caches.set(catalog, cache);
  }
  let footprint = cache.get(document);
  if (footprint === undefined) {
    footprint = computeFootprint(document, catalog, context);
    cache.set(document, footprint);
  }
  return footprint;
}

function computeFootprint(document: PolicyDocument, catalog: Catalog, context: RequestContext): Footprint {
  const allow: ActionSet[] = [];
  const allowWhole: ActionSet[] = [];
  const deny: ActionSet[] = [];
  const denyWhole: ActionSet[] = [];
  const allowUnknown: string[] = [];
  for (const statement of document.statements) {
    const reach = reachOf(statement, document.version, context);
    if (reach === 'none') continue;
    const { known, unknown } = expandStatementActions(catalog, statement);
    const allows = statement.effect === 'Allow';
    (allows ? allow : deny).push(known);
    if (reach === 'whole') (allows ? allowWhole : denyWhole).push(known);
    if (allows) allowUnknown.push(...unknown);
  }
  return {
    allow: unionAll(catalog.size, allow),
    allowWhole: unionAll(catalog.size, allowWhole),
    deny: unionAll(catalog.size, deny),
    denyWhole: unionAll(catalog.size, denyWhole),
    allowUnknown,
  };
}

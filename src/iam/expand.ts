import { type ActionSet, complement, emptySet, fullSet, rangeSet, setOf, unionAll } from './action-set.ts';
import { beginningsOverlap } from './beginnings-overlap.ts';
import type { Catalog } from './catalog/catalog.ts';
import { compileGlob, matchesGlob } from './glob.ts';
import { actionMatches, isWild, parseActionPattern, patternCovers } from './pattern.ts';
import type { Statement } from './policy.ts';

/** What patterns select: actions of the catalogue, and what they name beyond it. */
export interface ActionSelection {
  readonly known: ActionSet;
  /**
   * Patterns and actions, as written, that match nothing in the catalogue: actions newer than it, services it does not
   * know, misspellings. They may be real, so they are kept. `*` and `NotAction` name none.
   */
  readonly unknown: readonly string[];
}

/** The part of a statement that selects actions. */
export type ActionElement = Pick<Statement, 'action' | 'notAction'>;

/** What was worked out for a catalogue; an account's policies say the same things over and over. */
interface Expansions {
  readonly ofPattern: Map<string, ActionSelection>;
  /** By the text of the whole element, so that copies of a managed policy share one expansion. */
  readonly ofElement: Map<string, ActionSelection>;
}

/** Of each map. A selection takes up to 2 KB, and most elements are of one role, which is looked at several times and then done. */
const MOST_KEPT = 2_000;
const expansions = new WeakMap<Catalog, Expansions>();

/**
 * The concrete actions that one action pattern matches.
 *
 * @example
 * ```ts
 * import { placesOf } from './action-set.ts';
 * import { loadCatalog } from './catalog/load-catalog.ts';
 *
 * const catalog = await loadCatalog();
 * const { known } = expandPattern(catalog, 'sqs:Delete*');
 * [...placesOf(known)].map((place) => catalog.actionAt(place)); // → ['sqs:DeleteMessage', 'sqs:DeleteQueue']
 * expandPattern(catalog, 'sqs:Dlete*').unknown; // → ['sqs:Dlete*']
 * ```
 */
export function expandPattern(catalog: Catalog, pattern: string): ActionSelection {
  return kept(expansionsOf(catalog).ofPattern, pattern, () => {
    const known = matchingSet(catalog, pattern);
    return { known, unknown: known.words.length === 0 ? [pattern] : [] };
  });
}

/** Everything that any of the patterns matches. */
export function expandPatterns(catalog: Catalog, patterns: readonly string[]): ActionSelection {
  const parts = patterns.map((pattern) => expandPattern(catalog, pattern));
  return unionSelections(catalog, parts);
}

/**
 * What a statement's `Action` selects, or all that its `NotAction` leaves: the exact complement within the catalogue.
 * Beyond the catalogue `NotAction` names nothing; ask `statementCovers` about an action found elsewhere.
 */
export function expandStatementActions(catalog: Catalog, statement: ActionElement): ActionSelection {
  const { action = [], notAction } = statement;
  const key = JSON.stringify(notAction === undefined ? action : { notAction });
  return kept(expansionsOf(catalog).ofElement, key, () =>
    notAction === undefined
      ? expandPatterns(catalog, action)
      : { known: complement(expandPatterns(catalog, notAction).known), unknown: [] },
  );
}

/** What any of the selections holds; an unknown action that stands in several is listed once. */
export function unionSelections(catalog: Catalog, selections: readonly ActionSelection[]): ActionSelection {
  const known = unionAll(
    catalog.size,
    selections.map((selection) => selection.known),
  );
  const unknown = selections.flatMap((selection) => selection.unknown);
  return { known, unknown: unknown.length < 2 ? unknown : distinct(unknown) };
}

function expansionsOf(catalog: Catalog): Expansions {
  let found = expansions.get(catalog);
  if (found === undefined) {
    found = { ofPattern: new Map(), ofElement: new Map() };
    expansions.set(catalog, found);
  }
  return found;
}

function kept(cache: Map<string, ActionSelection>, key: string, compute: () => ActionSelection): ActionSelection {
  let selection = cache.get(key);
  if (selection === undefined) {
    if (cache.size >= MOST_KEPT) cache.clear();
    selection = compute();
    cache.set(key, selection);
  }
  return selection;
}

function distinct(actions: readonly string[]): readonly string[] {
  const seen = new Map<string, string>();
  for (const text of actions) if (!seen.has(text.toLowerCase())) seen.set(text.toLowerCase(), text);
  return [...seen.values()];
}

/**
 * Whether a statement's Action or NotAction is certain to apply to this action, or to all of this pattern, known to a
 * catalogue or not.
 */
export function statementCovers(statement: ActionElement, actionOrPattern: string): boolean {
  if (statement.notAction === undefined) {
    return (statement.action ?? []).some((pattern) => patternCovers(pattern, actionOrPattern));
  }
  return !statement.notAction.some((pattern) => mayOverlap(pattern, actionOrPattern));
}

function matchingSet(catalog: Catalog, pattern: string): ActionSet {
  const parsed = parseActionPattern(pattern);
  switch (parsed.kind) {
    case 'everything':
      return fullSet(catalog.size);
    case 'named':
      return matchingNames(catalog, parsed.service, parsed.name);
    case 'irregular':
      return setOf(catalog.size, placesMatching(catalog, parsed.text));
  }
}

/** Comparing a name with a pattern takes as long as so many steps of a `StepBudget` do. */
const STEPS_PER_NAME = 5;

/** What it costs to find what a pattern matches, in steps of a `StepBudget`. */
export function expansionSteps(catalog: Catalog, pattern: string): number {
  const parsed = parseActionPattern(pattern);
  switch (parsed.kind) {
    case 'everything':
      return 1;
    case 'named': {
      const { from, to } = catalog.serviceRange(parsed.service) ?? { from: 0, to: 0 };
      return isWild(parsed.name.replace(/\*$/, '')) ? 1 + STEPS_PER_NAME * (to - from) : 1;
    }
    case 'irregular':
      return STEPS_PER_NAME * catalog.size;
  }
}

function matchingNames(catalog: Catalog, service: string, pattern: string): ActionSet {
  const range = catalog.serviceRange(service);
  if (range === undefined) return emptySet(catalog.size);
  if (pattern === '*') return rangeSet(catalog.size, range.from, range.to);
  const names = catalog.lowerNames(service);
  const wildAt = pattern.search(/[*?]/);
  if (wildAt === -1) {
    const place = catalog.indexOf(`${service}:${pattern}`);
    return place === undefined ? emptySet(catalog.size) : setOf(catalog.size, [place]);
  }
  // Names are sorted, so those that share the pattern's fixed beginning are neighbours.
  const beginning = pattern.slice(0, wildAt);
  const from = firstAtLeast(names, beginning);
  const to = firstAtLeast(names, `${beginning}\uffff`);
  if (wildAt === pattern.length - 1 && pattern.endsWith('*')) {
    return rangeSet(catalog.size, range.from + from, range.from + to);
  }
  const glob = compileGlob(pattern, { caseSensitive: true });
  const places: number[] = [];
  for (let i = from; i < to; i++) if (matchesGlob(glob, names[i] ?? '')) places.push(range.from + i);
  return setOf(catalog.size, places);
}

function placesMatching(catalog: Catalog, pattern: string): number[] {
  const glob = compileGlob(pattern, { caseSensitive: true });
  const places: number[] = [];
  for (const service of catalog.services()) {
    const from = catalog.serviceRange(service)?.from ?? 0;
    for (const [i, name] of catalog.lowerNames(service).entries()) {
      if (matchesGlob(glob, `${service}:${name}`)) places.push(from + i);
    }
  }
  return places;
}

function firstAtLeast(sorted: readonly string[], bound: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? '') < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether some action may match both; errs on the side of yes where both are wild. */
function mayOverlap(pattern: string, actionOrPattern: string): boolean {
  if (!/[*?]/.test(actionOrPattern)) return actionMatches(pattern, actionOrPattern);
  return beginningsOverlap(pattern, actionOrPattern);
}

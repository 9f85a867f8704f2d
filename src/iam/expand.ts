import { type ActionSet, complement, emptySet, fullSet, rangeSet, setOf, unionAll } from './action-set.ts';
import type { Catalog } from './catalog/catalog.ts';
import { compileGlob, matchesGlob } from './glob.ts';
import { actionMatches, parseActionPattern, patternCovers } from './pattern.ts';
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

const MOST_CACHED = 50_000;
const patternCaches = new WeakMap<Catalog, Map<string, ActionSelection>>();
const statementCaches = new WeakMap<Catalog, WeakMap<ActionElement, ActionSelection>>();

/** The concrete actions that one action pattern matches. */
export function expandPattern(catalog: Catalog, pattern: string): ActionSelection {
  let cache = patternCaches.get(catalog);
  if (cache === undefined || cache.size >= MOST_CACHED) {
    cache = new Map();
    patternCaches.set(catalog, cache);
  }
  let selection = cache.get(pattern);
  if (selection === undefined) {
    const known = matchingSet(catalog, pattern);
    selection = { known, unknown: known.words.length === 0 ? [pattern] : [] };
    cache.set(pattern, selection);
  }
  return selection;
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
  let cache = statementCaches.get(catalog);
  if (cache === undefined) {
    cache = new WeakMap();
    statementCaches.set(catalog, cache);
  }
  let selection = cache.get(statement);
  if (selection === undefined) {
    selection =
      statement.notAction === undefined
        ? expandPatterns(catalog, statement.action ?? [])
        : { known: complement(expandPatterns(catalog, statement.notAction).known), unknown: [] };
    cache.set(statement, selection);
  }
  return selection;
}

/** What any of the selections holds; an unknown action that stands in several is listed once. */
export function unionSelections(catalog: Catalog, selections: readonly ActionSelection[]): ActionSelection {
  const known = unionAll(
    catalog.size,
    selections.map((selection) => selection.known),
  );
  const unknown = new Map<string, string>();
  for (const selection of selections) {
    for (const text of selection.unknown) if (!unknown.has(text.toLowerCase())) unknown.set(text.toLowerCase(), text);
  }
  return { known, unknown: [...unknown.values()] };
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
  const fixed = (text: string): string => text.toLowerCase().split(/[*?]/, 1)[0] ?? '';
  const a = fixed(pattern);
  const b = fixed(actionOrPattern);
  return a.startsWith(b) || b.startsWith(a);
}

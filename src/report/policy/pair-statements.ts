import { globMatches } from '../../iam/glob.ts';

/** A statement as IAM writes it: what was read of a policy document. */
export type StatementObject = Readonly<Record<string, unknown>>;

/** A statement of today and what becomes of it; one of the two is absent where it goes, or is new. */
export interface StatementPair {
  readonly before?: StatementObject;
  readonly after?: StatementObject;
}

/** Above this many comparisons statements are left unpaired: a reader must not wait. */
const MAX_COMPARISONS = 250_000;

/**
 * Sets each statement against the one that is about the same: same effect, the most actions in common, then services, then resources. In the order
 * of the statements of today; what is new comes last.
 */
export function pairStatements(
  before: readonly StatementObject[],
  after: readonly StatementObject[],
): readonly StatementPair[] {
  const partners = new Map<StatementObject, StatementObject>();
  const taken = new Set<StatementObject>();
  for (const { one, other } of likeness(before, after)) {
    if (partners.has(one) || taken.has(other)) continue;
    partners.set(one, other);
    taken.add(other);
  }
  return [
    ...before.map((one): StatementPair => {
      const other = partners.get(one);
      return other === undefined ? { before: one } : { before: one, after: inOrderOf(one, other) };
    }),
    ...after.filter((other) => !taken.has(other)).map((other) => ({ after: other })),
  ];
}

/** Pairs that have something in common, those with the most first. */
function likeness(before: readonly StatementObject[], after: readonly StatementObject[]) {
  const actions = (list: readonly StatementObject[]): number =>
    list.reduce((sum, one) => sum + actionsOf(one).length, 0);
  if (actions(before) * actions(after) > MAX_COMPARISONS) return [];
  return before
    .flatMap((one) => after.map((other) => ({ one, other, score: scoreOf(one, other) })))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score);
}

function scoreOf(one: StatementObject, other: StatementObject): number {
  if (one['Effect'] !== other['Effect']) return 0;
  const [mine, theirs] = [actionsOf(one), actionsOf(other)];
  const kept = theirs.filter((action) => mine.some((pattern) => coversAction(pattern, action)));
  const services = shared(mine.map(serviceOf), theirs.map(serviceOf));
  const resources = shared(textsOf(one['Resource']), textsOf(other['Resource']));
  // Resources alone, as in "*", do not make two statements be about the same.
  if (kept.length === 0 && services === 0) return 0;
  return 4 * (theirs.length === 0 ? 0 : kept.length / theirs.length) + 2 * services + resources;
}

function coversAction(pattern: string, action: string): boolean {
  return pattern === action || globMatches(pattern, action, { caseSensitive: false });
}

function actionsOf(statement: StatementObject): readonly string[] {
  return textsOf(statement['Action'] ?? statement['NotAction']);
}

function serviceOf(pattern: string): string {
  return pattern.split(':', 1).join('').toLowerCase();
}

/** How much two lists have in common, from 0 to 1. */
function shared(a: readonly string[], b: readonly string[]): number {
  const [first, second] = [new Set(a), new Set(b)];
  const all = first.union(second).size;
  return all === 0 ? 0 : first.intersection(second).size / all;
}

/** The statement with its lists in the order of another's, so that only what differs is shown. */
function inOrderOf(model: StatementObject, statement: StatementObject): StatementObject {
  return Object.fromEntries(
    Object.entries(statement).map(([key, value]) => {
      if (!Array.isArray(value)) return [key, value];
      const places = new Map(textsOf(model[key]).map((text, place) => [text, place]));
      const placeOf = (item: unknown): number => places.get(String(item)) ?? places.size;
      return [key, value.toSorted((a, b) => placeOf(a) - placeOf(b))];
    }),
  );
}

function textsOf(value: unknown): readonly string[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).filter((item) => typeof item === 'string');
}

import { type ActionSet, has, intersect, isSubset, placesOf, rangeSet, subtract } from '../../iam/action-set.ts';
import type { Catalog } from '../../iam/catalog/catalog.ts';
import { expandPattern, expandStatementActions, statementCovers } from '../../iam/expand.ts';
import { actionPatternProblem, isWild, patternCovers } from '../../iam/pattern.ts';
import type { Statement } from '../../iam/policy.ts';
import type { KeptActions } from './kept-actions.ts';

/** A wildcard must stand for at least this many actions: fewer read better by name. */
const LEAST_FOR_WILDCARD = 4;

/**
 * What an Allow statement's Action becomes: a pattern stays as it is written where all that it grants is kept, or where the
 * catalogue knows nothing that it matches; else the kept actions by name. `undefined`: nothing is dropped of it, NotAction
 * included.
 */
export function keptTexts(statement: Statement, kept: KeptActions, catalog: Catalog): readonly string[] | undefined {
  const { known, unknown } = expandStatementActions(catalog, statement);
  if (isSubset(known, kept.known) && (kept.keepsUnknown || unknown.length === 0)) return undefined;
  const texts =
    statement.action === undefined
      ? named(intersect(known, kept.known), statement, kept, catalog)
      : statement.action.flatMap((pattern) => textsOf(pattern, kept, catalog));
  const beyond = kept.beyond.filter((action) => statementCovers(statement, action));
  return withoutCovered([...texts, ...beyond]);
}

/** Texts without those that another one covers, in order of name. */
export function withoutCovered(texts: readonly string[]): readonly string[] {
  const distinct = [...new Map(texts.map((text) => [text.toLowerCase(), text])).values()].sort();
  const wild = distinct.filter((text) => isWild(text) && actionPatternProblem(text) === undefined);
  return distinct.filter((text) => !wild.some((pattern) => pattern !== text && patternCovers(pattern, text)));
}

function textsOf(pattern: string, kept: KeptActions, catalog: Catalog): readonly string[] {
  const { known, unknown } = expandPattern(catalog, pattern);
  if (unknown.length > 0 && !kept.keepsUnknown) return [];
  // A pattern that matches nothing known is kept as written, and so is one of which nothing is dropped.
  if (isSubset(known, kept.known)) return [pattern];
  return named(intersect(known, kept.known), { action: [pattern] }, kept, catalog);
}

/** Actions by name; many neighbours that are all kept, and of which none is known to be needed, by a wildcard. */
function named(
  actions: ActionSet,
  within: Pick<Statement, 'action' | 'notAction'>,
  kept: KeptActions,
  catalog: Catalog,
): readonly string[] {
  const rest = subtract(actions, kept.needed);
  const texts = [...placesOf(intersect(actions, kept.needed))].map((place): string => catalog.actionAt(place));
  for (const service of servicesOf(rest, catalog)) texts.push(...compressed(service, rest, within, catalog));
  return texts;
}

function servicesOf(actions: ActionSet, catalog: Catalog): ReadonlySet<string> {
  const services = new Set<string>();
  for (const place of placesOf(actions)) services.add(catalog.actionAt(place).split(':', 1)[0] ?? '');
  return services;
}

/** Walks a service's names in their order and takes the shortest whole-word beginning under which all are wanted. */
function compressed(
  service: string,
  wanted: ActionSet,
  within: Pick<Statement, 'action' | 'notAction'>,
  catalog: Catalog,
): readonly string[] {
  const range = catalog.serviceRange(service);
  if (range === undefined) return [];
  const names = catalog.lowerNames(service);
  const texts: string[] = [];
  for (let at = range.from; at < range.to; ) {
    const name = catalog.actionAt(at).slice(service.length + 1);
    const shared = (beginning: string) => endOfRun(names, at - range.from, beginning.toLowerCase()) + range.from;
    const beginning = !has(wanted, at)
      ? undefined
      : beginnings(name).find((each) => {
          const end = shared(each);
          return (
            end - at >= LEAST_FOR_WILDCARD &&
            isSubset(rangeSet(catalog.size, at, end), wanted) &&
            statementCovers(within, `${service}:${each}*`)
          );
        });
    if (beginning !== undefined) texts.push(`${service}:${beginning}*`);
    else if (has(wanted, at)) texts.push(`${service}:${name}`);
    at = beginning === undefined ? at + 1 : shared(beginning);
  }
  return texts;
}

/** ``, `Describe`, `DescribeImage`: what a person would put before a `*`. */
function beginnings(name: string): readonly string[] {
  const words = name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+|[^A-Za-z0-9]+/g) ?? [];
  return words.map((_, count) => words.slice(0, count).join(''));
}

/** The end of the sorted names with this beginning; `first` itself where it is not the first of them. */
function endOfRun(names: readonly string[], first: number, beginning: string): number {
  if (first > 0 && names[first - 1]?.startsWith(beginning) === true) return first;
  let end = first;
  while (end < names.length && names[end]?.startsWith(beginning) === true) end += 1;
  return end;
}

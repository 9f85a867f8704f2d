import type { Action } from './action.ts';
import { type ActionSet, has } from './action-set.ts';
import type { Catalog } from './catalog/catalog.ts';
import { expandStatementActions, statementCovers } from './expand.ts';
import { type Reach, reachOf } from './footprint.ts';
import type { Access, Grant, Obstacle } from './grant.ts';
import { type NamedPolicy, refTo } from './named-policy.ts';
import { isWild } from './pattern.ts';
import type { Statement, StatementRef } from './policy.ts';
import type { Ceiling, RolePolicySet } from './role-policies.ts';

/** A statement of a role's policies, with how far it reaches for that role. */
export interface GrantStatement {
  /** The ceiling it belongs to; undefined for the role's own policies. */
  readonly ceiling: Ceiling | undefined;
  readonly statement: Statement;
  readonly ref: StatementRef;
  readonly reach: Exclude<Reach, 'none'>;
  readonly known: ActionSet;
}

/** What the explanation of an action is worked out from. */
export interface GrantQuestion {
  readonly statements: readonly GrantStatement[];
  readonly ceilings: readonly Ceiling[];
  readonly catalog: Catalog;
  /** False when some policy of the role could not be read. */
  readonly fullyRead: boolean;
}

/** Every statement that can apply to the role's requests at all. */
export function listStatements(policies: RolePolicySet, catalog: Catalog): readonly GrantStatement[] {
  const list = (named: readonly NamedPolicy[], ceiling: Ceiling | undefined): readonly GrantStatement[] =>
    named.flatMap(({ name, document }) =>
      document.statements.flatMap((statement) => {
        const reach = reachOf(statement, document.version, policies.context);
        if (reach === 'none') return [];
        const { known } = expandStatementActions(catalog, statement);
        return [{ ceiling, statement, ref: refTo(name, statement), reach, known }];
      }),
    );
  return [
    ...list(policies.identity, undefined),
    ...policies.ceilings.flatMap((ceiling) => list(ceiling.policies, ceiling)),
  ];
}

/** Says what the role may do with an action (or with a pattern that the catalogue knows no action for), and by which statements. */
export function explainGrant(question: GrantQuestion, text: string): Grant | undefined {
  const place = question.catalog.indexOf(text);
  const names = (one: GrantStatement): boolean =>
    place === undefined ? namesUnknown(one, text) : has(one.known, place);
  const applying = question.statements.filter(names);
  const allows = applying.filter((one) => one.statement.effect === 'Allow');
  const denies = applying.filter((one) => one.statement.effect === 'Deny');
  const own = allows.filter((one) => one.ceiling === undefined);
  if (own.length === 0) return undefined;

  const limits = denies.filter((one) => one.reach === 'part');
  if (own.every((one) => one.reach === 'part')) limits.push(...own);
  const blockedBy: Obstacle[] = denies
    .filter((one) => one.reach === 'whole')
    .map((one) => ({ kind: 'deny', statement: one.ref }));
  for (const ceiling of question.ceilings) {
    const above = allows.filter((one) => one.ceiling === ceiling);
    if (above.length === 0 && ceiling.complete) blockedBy.push(obstacleOf(ceiling));
    else if (above.every((one) => one.reach === 'part')) limits.push(...above);
  }
  const access: Access =
    blockedBy.length > 0 ? 'blocked' : limits.length > 0 || !question.fullyRead ? 'limited' : 'yes';
  return {
    action: place === undefined ? question.catalog.canonical(text as Action) : question.catalog.actionAt(place),
    access,
    inCatalog: place !== undefined,
    grantedBy: own.map((one) => one.ref),
    blockedBy,
    limitedBy: access === 'limited' ? limits.map((one) => one.ref) : [],
  };
}

/**
 * Whether a statement names an action beyond the catalogue. For a pattern, a ceiling's Allow needs to share only some of what the
 * pattern may stand for: more would call blocked what is not.
 */
function namesUnknown(one: GrantStatement, text: string): boolean {
  if (statementCovers(one.statement, text)) return true;
  if (one.ceiling === undefined || one.statement.effect === 'Deny' || !isWild(text)) return false;
  const beginning = beginningOf(text);
  return (one.statement.action ?? ['*']).some((pattern) => {
    const other = beginningOf(pattern);
    return beginning.startsWith(other) || other.startsWith(beginning);
  });
}

function beginningOf(pattern: string): string {
  return pattern.toLowerCase().split(/[*?]/, 1)[0] ?? '';
}

function obstacleOf(ceiling: Ceiling): Obstacle {
  const policies = ceiling.policies.map((policy) => policy.name);
  return ceiling.kind === 'boundary'
    ? { kind: 'boundary', policy: policies[0] ?? 'permissions boundary' }
    : { kind: 'scp', level: ceiling.level, policies };
}

import type { Action } from './action.ts';
import { has } from './action-set.ts';
import { beginningsOverlap } from './beginnings-overlap.ts';
import type { Catalog } from './catalog/catalog.ts';
import { statementCovers } from './expand.ts';
import type { Access, Grant, Obstacle } from './grant.ts';
import type { GrantStatement } from './grant-statements.ts';
import { isWild } from './pattern.ts';
import type { Ceiling } from './role-policies.ts';

/** What the explanation of an action is worked out from. */
export interface GrantQuestion {
  readonly statements: readonly GrantStatement[];
  readonly ceilings: readonly Ceiling[];
  readonly catalog: Catalog;
  /** False when some policy of the role could not be read. */
  readonly fullyRead: boolean;
}

/** Says what the role may do with an action (or with a pattern that the catalogue knows no action for), and by which statements. */
export function explainGrant(question: GrantQuestion, text: string): Grant | undefined {
  const { catalog, ceilings, fullyRead, statements } = question;
  const place = catalog.indexOf(text);
  const applying = statements.filter((one) =>
    place === undefined ? namesUnknown(one, text) : has(one.actions.known, place),
  );
  const allows = applying.filter((one) => one.statement.effect === 'Allow');
  const denies = applying.filter((one) => one.statement.effect === 'Deny');
  const own = allows.filter((one) => one.ceiling === undefined);
  if (own.length === 0) return undefined;

  // Read only of a grant that is not blocked, where every deny is one in part.
  const limits = [...denies];
  if (own.every((one) => one.reach === 'part')) limits.push(...own);
  const blockedBy: Obstacle[] = denies
    .filter((one) => one.reach === 'whole')
    .map((one) => ({ kind: 'deny', statement: one.ref }));
  for (const ceiling of ceilings) {
    const above = allows.filter((one) => one.ceiling === ceiling);
    if (above.length === 0 && ceiling.complete) blockedBy.push(obstacleOf(ceiling));
    else if (above.every((one) => one.reach === 'part')) limits.push(...above);
  }
  const access: Access = blockedBy.length > 0 ? 'blocked' : limits.length > 0 || !fullyRead ? 'limited' : 'yes';
  return {
    action: catalog.canonical(text as Action),
    access,
    inCatalog: place !== undefined,
    grantedBy: own.map(({ ref }) => ref),
    blockedBy,
    limitedBy: access === 'limited' ? limits.map(({ ref }) => ref) : [],
  };
}

/**
 * Whether a statement names an action beyond the catalogue. For a pattern, a ceiling's Allow needs to share only some of what the
 * pattern may stand for: more would call blocked what is not.
 */
function namesUnknown(one: GrantStatement, text: string): boolean {
  if (statementCovers(one.statement, text)) return true;
  if (one.ceiling === undefined || one.statement.effect === 'Deny' || !isWild(text)) return false;
  return (one.statement.action ?? ['*']).some((pattern) => beginningsOverlap(text, pattern));
}

function obstacleOf(ceiling: Ceiling): Obstacle {
  const policies = ceiling.policies.map((policy) => policy.name);
  return ceiling.kind === 'boundary'
    ? { kind: 'boundary', policy: policies[0] ?? 'permissions boundary' }
    : { kind: 'scp', level: ceiling.level, policies };
}

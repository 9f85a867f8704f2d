import type { Catalog } from '../../iam/catalog/catalog.ts';
import type { NamedPolicy } from '../../iam/named-policy.ts';
import { refTo } from '../../iam/named-policy.ts';
import { isWild } from '../../iam/pattern.ts';
import type { ConditionBlock, Statement, StatementRef } from '../../iam/policy.ts';
import { type Requester, reachOf } from '../../iam/reach.ts';
import { keptTexts } from './action-texts.ts';
import { inCurrentVersion } from './current-version.ts';
import type { KeptActions } from './kept-actions.ts';
import { narrowResources } from './narrow-resources.ts';

/** Where and when a statement applies. */
export interface Scope {
  readonly resource?: readonly string[];
  readonly notResource?: readonly string[];
  readonly condition?: ConditionBlock;
}

/** One action pattern that stays, in the scope in which it does. */
export interface KeptGrant {
  /** An action pattern, or the NotAction list of a statement that is kept whole. */
  readonly text: string | { readonly notAction: readonly string[] };
  readonly scope: Scope;
  readonly narrowed: boolean;
  readonly from: StatementRef;
}

/** What an Allow statement of today becomes. */
export interface RewrittenStatement {
  readonly grants: readonly KeptGrant[];
  /** False where it stays as it is. */
  readonly changed: boolean;
}

/** The resources that each action may be narrowed to; undefined for those that keep theirs. */
export type Narrowing = (action: string) => readonly string[] | undefined;

/** What statements are cut by. */
export interface Cut {
  readonly kept: KeptActions;
  readonly narrowing: Narrowing;
  /** Whose requests the statements are about. */
  readonly requester: Requester;
  readonly catalog: Catalog;
}

/**
 * Cuts an Allow statement to the actions that stay and to the resources that they were seen on. One whose conditions the role
 * never meets stays whole: verdicts do not speak of it.
 */
export function rewriteStatement(statement: Statement, policy: NamedPolicy, cut: Cut): RewrittenStatement {
  const from = refTo(policy.name, statement);
  const current = inCurrentVersion(statement, policy.document.version);
  const scope = scopeOf(current);
  const applies = reachOf(statement, policy.document.version, cut.requester) !== 'none';
  const texts = applies ? keptTexts(statement, cut.kept, cut.catalog) : undefined;
  if (texts === undefined && statement.notAction !== undefined) {
    return { grants: [{ text: { notAction: statement.notAction }, scope, narrowed: false, from }], changed: false };
  }
  let changed = texts !== undefined;
  const grants = (texts ?? statement.action ?? []).flatMap((text): readonly KeptGrant[] => {
    const resources = applies ? narrowedResources(text, current, cut.narrowing) : undefined;
    if (resources === undefined) return [{ text, scope, narrowed: false, from }];
    changed = true;
    return resources.length === 0 ? [] : [{ text, scope: { ...scope, resource: resources }, narrowed: true, from }];
  });
  return { grants, changed };
}

function narrowedResources(text: string, statement: Statement, narrowing: Narrowing): readonly string[] | undefined {
  if (isWild(text) || statement.resource === undefined) return undefined;
  const seen = narrowing(text);
  if (seen === undefined) return undefined;
  const resources = narrowResources(statement.resource, seen);
  const same =
    resources.length === statement.resource.length && resources.every((r) => statement.resource?.includes(r));
  return same ? undefined : resources;
}

function scopeOf({ resource, notResource, condition }: Statement): Scope {
  return {
    ...(resource !== undefined && { resource }),
    ...(notResource !== undefined && { notResource }),
    ...(condition !== undefined && { condition }),
  };
}

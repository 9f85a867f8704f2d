import type { Catalog } from '../../iam/catalog/catalog.ts';
import type { NamedPolicy } from '../../iam/named-policy.ts';
import { refTo } from '../../iam/named-policy.ts';
import { isWild } from '../../iam/pattern.ts';
import type { ConditionBlock, Statement, StatementRef } from '../../iam/policy.ts';
import { type Requester, reachOf } from '../../iam/reach.ts';
import { keptTexts } from './action-texts.ts';
import { inCurrentVersion } from './current-version.ts';
import type { KeptActions } from './kept-actions.ts';

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
  /** What a narrowed one may refuse that is granted today, as sentences. */
  readonly risks: readonly string[];
  readonly from: StatementRef;
}

/** What an Allow statement of today becomes. */
export interface RewrittenStatement {
  readonly grants: readonly KeptGrant[];
  /** False where it stays as it is. */
  readonly changed: boolean;
}

/** Resources in the place of those that a statement names. */
export interface NarrowedResources {
  readonly resources: readonly string[];
  /** What they may refuse that is granted today, as sentences. */
  readonly risks: readonly string[];
}

/** What the resources of a statement become for one of its actions; undefined where they stay. */
export type Narrowing = (action: string, statement: Statement) => NarrowedResources | undefined;

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
    const whole = { text: { notAction: statement.notAction }, scope, narrowed: false, risks: [], from };
    return { grants: [whole], changed: false };
  }
  let changed = texts !== undefined;
  const grants = (texts ?? statement.action ?? []).flatMap((text): readonly KeptGrant[] => {
    const found = applies && !isWild(text) ? cut.narrowing(text, current) : undefined;
    if (found === undefined) return [{ text, scope, narrowed: false, risks: [], from }];
    changed = true;
    const { resources, risks } = found;
    return resources.length === 0
      ? []
      : [{ text, scope: { ...scope, resource: resources }, narrowed: true, risks, from }];
  });
  return { grants, changed };
}

function scopeOf({ resource, notResource, condition }: Statement): Scope {
  return {
    ...(resource !== undefined && { resource }),
    ...(notResource !== undefined && { notResource }),
    ...(condition !== undefined && { condition }),
  };
}

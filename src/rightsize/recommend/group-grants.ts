import { getOrInsert } from '../../base/get-or-insert.ts';
import type { RequiredPermission } from '../../ecs/role-use.ts';
import { familyAndRevisionOf } from '../../ecs/task-definition-arn.ts';
import { placesOf } from '../../iam/action-set.ts';
import type { Catalog } from '../../iam/catalog/catalog.ts';
import { expandPattern } from '../../iam/expand.ts';
import { isWild, patternCovers } from '../../iam/pattern.ts';
import type { StatementRef } from '../../iam/policy.ts';
import { coversEveryResource } from '../../iam/resource.ts';
import type { ActionVerdict } from '../verdict.ts';
import type { KeptActions } from './kept-actions.ts';
import { REASONS, type StatementReason } from './recommendation.ts';
import type { KeptGrant, Scope } from './rewrite-statement.ts';

/** Grants that stand together in one statement. */
export interface GrantGroup {
  readonly scope: Scope;
  readonly texts: readonly string[];
  readonly notAction?: readonly string[];
  /** The service of all its actions; undefined where there are several. */
  readonly service: string | undefined;
  /** The reasons of its actions, strongest first. */
  readonly reasons: readonly StatementReason[];
  readonly fields: readonly string[];
  readonly narrowed: boolean;
  readonly risks: readonly string[];
  readonly from: readonly StatementRef[];
}

interface Reasoned {
  readonly grant: KeptGrant;
  readonly text: string;
  readonly reason: StatementReason;
  readonly required: readonly RequiredPermission[];
}

export interface GroupInput {
  readonly grants: readonly KeptGrant[];
  /** Grants of the policies that stay as they are. */
  readonly retained: readonly KeptGrant[];
  readonly kept: KeptActions;
  readonly catalog: Catalog;
}

/**
 * Puts grants together that a reader would look for together: what is needed by service and resource, what is only kept for want
 * of evidence by its reason. What another grant covers is left out, one of a policy that stays included.
 */
export function groupGrants({ grants, retained, kept, catalog }: GroupInput): readonly GrantGroup[] {
  const reasoned = grants.map((grant): Reasoned => {
    const text = typeof grant.text === 'string' ? grant.text : '*';
    const verdicts = verdictsOf(text, kept, catalog);
    return { grant, text, reason: reasonOf(text, verdicts, kept), required: verdicts.flatMap((each) => each.required) };
  });
  const needed = withoutRedundant(reasoned).filter((one) => !retained.some((other) => coversGrant(other, one.grant)));
  const groups = Map.groupBy(needed, groupKey);
  return [...groups.values()].map(groupOf).sort(byWorth);
}

function verdictsOf(text: string, kept: KeptActions, catalog: Catalog): readonly ActionVerdict[] {
  const own = kept.verdictOf(text);
  if (own !== undefined || !isWild(text)) return own === undefined ? [] : [own];
  return [...placesOf(expandPattern(catalog, text).known)].flatMap(
    (place) => kept.verdictOf(catalog.actionAt(place)) ?? [],
  );
}

function reasonOf(text: string, verdicts: readonly ActionVerdict[], kept: KeptActions): StatementReason {
  if (verdicts.length === 0 && kept.beyond.includes(text)) return text.endsWith(':*') ? 'undetermined' : 'used';
  return REASONS.find((reason) => verdicts.some(({ verdict }) => verdict === reason)) ?? 'unobservable';
}

function withoutRedundant(grants: readonly Reasoned[]): readonly Reasoned[] {
  const byReason = grants.toSorted((a, b) => REASONS.indexOf(a.reason) - REASONS.indexOf(b.reason));
  const everywhere = byReason.filter(({ grant }) => isEverywhere(grant.scope) && typeof grant.text === 'string');
  const wide = new Map<string, Reasoned[]>();
  for (const one of byReason) if (isWild(one.text)) getOrInsert(wide, scopeKey(one.grant.scope), () => []).push(one);
  const seen = new Set<string>();
  return byReason.filter((one) => {
    const scope = scopeKey(one.grant.scope);
    const key = `${scope} ${JSON.stringify(one.grant.text).toLowerCase()}`;
    if (seen.has(key)) return false;
    seen.add(key);
    if (typeof one.grant.text !== 'string') return true;
    const covers = (other: Reasoned): boolean =>
      typeof other.grant.text === 'string' && other.text !== one.text && patternCovers(other.text, one.text);
    if (wide.get(scope)?.some(covers) === true) return false;
    return isEverywhere(one.grant.scope) || !everywhere.some((other) => patternCovers(other.text, one.text));
  });
}

/** Whether one grant makes another needless: it names as much, in the same scope or without limits. */
function coversGrant(wide: KeptGrant, narrow: KeptGrant): boolean {
  if (typeof wide.text !== 'string' || typeof narrow.text !== 'string') return false;
  if (!isEverywhere(wide.scope) && scopeKey(wide.scope) !== scopeKey(narrow.scope)) return false;
  return patternCovers(wide.text, narrow.text);
}

function isEverywhere(scope: Scope): boolean {
  return scope.condition === undefined && coversEveryResource(scope);
}

function scopeKey({ resource, notResource, condition }: Scope): string {
  const list = (items: readonly string[] | undefined) => items && [...items].sort();
  return JSON.stringify([list(resource), list(notResource), condition]);
}

function isNeeded({ reason }: Reasoned): boolean {
  return reason === 'used' || reason === 'required';
}

function groupKey(one: Reasoned): string {
  const { grant, text, reason } = one;
  const what = typeof grant.text === 'string' ? '' : JSON.stringify(grant.text);
  const why = isNeeded(one) ? `needed ${serviceOf(text)}` : reason;
  return `${why} ${what} ${scopeKey(grant.scope)}`;
}

function serviceOf(text: string): string | undefined {
  const colon = text.indexOf(':');
  return colon === -1 || isWild(text.slice(0, colon)) ? undefined : text.slice(0, colon).toLowerCase();
}

function groupOf(members: readonly Reasoned[]): GrantGroup {
  const scope = members[0]?.grant.scope ?? {};
  const notAction = members.flatMap(({ grant }) => (typeof grant.text === 'string' ? [] : grant.text.notAction));
  const services = new Set(members.map(({ text }) => serviceOf(text)));
  const from = new Map(members.map(({ grant }) => [`${grant.from.policy} ${grant.from.index}`, grant.from]));
  return {
    scope: { ...scope, ...(scope.resource !== undefined && { resource: [...scope.resource].sort() }) },
    texts: notAction.length > 0 ? [] : members.map(({ text }) => text).sort(),
    ...(notAction.length > 0 && { notAction }),
    service: services.size === 1 ? [...services][0] : undefined,
    reasons: REASONS.filter((reason) => members.some((member) => member.reason === reason)),
    fields: fieldsOf(members.flatMap((member) => member.required)),
    narrowed: members.some(({ grant }) => grant.narrowed),
    risks: [...new Set(members.flatMap(({ grant }) => grant.risks))],
    from: [...from.values()],
  };
}

/** The fields of the newest revision of each family that has them. */
function fieldsOf(required: readonly RequiredPermission[]): readonly string[] {
  const newest = new Map<string, { readonly revision: number; readonly text: string }>();
  for (const { field, taskDefinitionArn, region } of required) {
    const { family, revision } = familyAndRevisionOf(taskDefinitionArn);
    const key = `${region} ${family} ${field}`;
    if ((newest.get(key)?.revision ?? -1) < revision) {
      newest.set(key, { revision, text: `${field} of ${family}:${revision}` });
    }
  }
  return [...new Set([...newest.values()].map(({ text }) => text))].sort();
}

function byWorth(a: GrantGroup, b: GrantGroup): number {
  const rank = ({ reasons }: GrantGroup): number => {
    const first = REASONS.indexOf(reasons[0] ?? 'deny');
    return first <= 1 ? 0 : first;
  };
  const key = ({ service, scope, texts }: GrantGroup) => `${service ?? ''} ${scopeKey(scope)} ${texts[0] ?? ''}`;
  return rank(a) - rank(b) || (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0);
}

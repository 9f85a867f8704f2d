import { joinMaps, mapValues } from '../base/join.ts';
import type { EpochMs } from '../base/time.ts';
import type { PolicyDocument } from '../iam/policy.ts';
import type { Role, RolePolicy } from '../iam/role.ts';
import { limitsKey, statementKey } from './statement-key.ts';

/** When a statement was seen in a role's policies. */
export interface SeenStatement {
  readonly first: EpochMs;
  readonly last: EpochMs;
  /** When it was seen again after a night without it. */
  readonly again?: EpochMs;
}

/** What was seen of one role's grants; statements by what they say, whatever policy they stand in. */
export interface GrantHistory {
  /** The first night that saw the role: what it saw may be of any age. */
  readonly since: EpochMs;
  readonly last: EpochMs;
  readonly statements: ReadonlyMap<string, SeenStatement>;
}

/** Both together. */
export function joinGrants(a: GrantHistory, b: GrantHistory): GrantHistory {
  return {
    since: Math.min(a.since, b.since),
    last: Math.max(a.last, b.last),
    statements: joinMaps(a.statements, b.statements, joinStatements),
  };
}

/** Without statements that were last seen before `from`; nothing where the role itself was. */
export function grantsSince(grants: GrantHistory, from: EpochMs): GrantHistory | undefined {
  if (grants.last < from) return undefined;
  return { ...grants, statements: mapValues(grants.statements, (seen) => (seen.last >= from ? seen : undefined)) };
}

/**
 * What tonight saw of a role, to be joined to what was known. Nothing for a role that was not read wholly: what is only
 * missing tonight would pass for new tomorrow.
 */
export function grantsSeen(role: Role, known: GrantHistory | undefined, now: EpochMs): GrantHistory | undefined {
  const documents = documentsOf(role);
  if (documents === undefined) return undefined;
  const keys = [limitsKey(role), ...documents.flatMap((document) => document.statements.map(statementKey))];
  const statements = new Map(
    keys.map((key): [string, SeenStatement] => {
      const before = known?.statements.get(key);
      const wasGone = known !== undefined && before !== undefined && before.last < known.last && known.last < now;
      return [key, wasGone ? { first: now, last: now, again: now } : { first: now, last: now }];
    }),
  );
  return { since: now, last: now, statements };
}

/** Since when a statement, or what limits the grants, is known to be new; nothing for what may be older than the ledger. */
export interface StatementAges {
  /** The night before which it was not there, for a statement named by policy source and place. */
  appearedAt(policy: RolePolicy, index: number): EpochMs | undefined;
  /** The same of the boundary and all denies together. */
  limitsChangedAt: EpochMs | undefined;
}

/** The history of a role's grants as the ledger tells it, tonight included. */
export function statementAges(role: Role, seen: GrantHistory | undefined): StatementAges {
  const appeared = (key: string): EpochMs | undefined => {
    const known = seen?.statements.get(key);
    if (seen === undefined || known === undefined) return undefined;
    return known.again ?? (known.first > seen.since ? known.first : undefined);
  };
  return {
    appearedAt(policy, index) {
      const statement = policy.document.ok
        ? policy.document.value.statements.find((each) => each.index === index)
        : undefined;
      return statement === undefined ? undefined : appeared(statementKey(statement));
    },
    limitsChangedAt: appeared(limitsKey(role)),
  };
}

function joinStatements(a: SeenStatement, b: SeenStatement): SeenStatement {
  const again = Math.max(a.again ?? Number.NEGATIVE_INFINITY, b.again ?? Number.NEGATIVE_INFINITY);
  const joined = { first: Math.min(a.first, b.first), last: Math.max(a.last, b.last) };
  return again === Number.NEGATIVE_INFINITY ? joined : { ...joined, again };
}

function documentsOf(role: Role): readonly PolicyDocument[] | undefined {
  const all = role.boundary === undefined ? role.policies : [...role.policies, role.boundary];
  if (role.unread.length > 0 || all.some(({ document }) => !document.ok)) return undefined;
  return role.policies.flatMap(({ document }) => (document.ok ? [document.value] : []));
}

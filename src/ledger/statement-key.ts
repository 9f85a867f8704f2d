import { digest } from '../base/digest.ts';
import type { Statement } from '../iam/policy.ts';
import type { Role, RolePolicy } from '../iam/role.ts';

/** Names a statement by what it grants: its Sid and its place do not matter. */
export function statementKey(statement: Statement): string {
  const { effect, action, notAction, resource, notResource, condition } = statement;
  const lists = [action, notAction, resource, notResource].map((list) => list?.toSorted() ?? null);
  return short([effect, ...lists, condition ?? null]);
}

const LIMITS = 'limits ';

/** Names all denies of a role and its boundary together. */
export function limitsKey({ policies, boundary }: Pick<Role, 'policies' | 'boundary'>): string {
  const keysOf = (policy: RolePolicy, only?: 'Deny') =>
    policy.document.ok
      ? policy.document.value.statements.filter((each) => only === undefined || each.effect === only).map(statementKey)
      : [];
  const denies = policies.flatMap((policy) => keysOf(policy, 'Deny'));
  return `${LIMITS}${short([denies.sort(), boundary === undefined ? null : keysOf(boundary).sort()])}`;
}

/** True for what `limitsKey` gives. */
export function isLimitsKey(key: string): boolean {
  return key.startsWith(LIMITS);
}

function short(value: unknown): string {
  return digest(JSON.stringify(value)).slice(0, 20);
}

import { isRoleSession, rolePrincipalOf } from '../attribution.ts';
import { asObject, type JsonObject } from '../json.ts';
import type { RolePrincipal } from '../observation.ts';
import { createWords, type Words } from './words.ts';

/**
 * Who made a call: `wanted`, a role whose calls are gathered; `other`, anybody else; `unknown`, a role session that
 * names no role.
 */
export type Caller = { readonly userIdentity: unknown } & (
  | {
      readonly kind: 'wanted';
      readonly principal: RolePrincipal;
      /** Equal numbers are the same session of the same role. */
      readonly session: number;
      /** Equal numbers are the same role. */
      readonly role: number;
    }
  | { readonly kind: 'other' }
  | { readonly kind: 'unknown' }
);

export type WantedCaller = Extract<Caller, { kind: 'wanted' }>;

/** Reads the `userIdentity` of records, each distinct one once. */
export function createCallers(wanted: (principal: RolePrincipal) => boolean): Words<Caller> {
  const sessions = new Map<string, number>();
  const roles = new Map<string, number>();
  return createWords((text): Caller => {
    const userIdentity: unknown = JSON.parse(text);
    const identity: JsonObject = asObject(userIdentity) ?? {};
    const principal = rolePrincipalOf(identity);
    if (principal === undefined) return { userIdentity, kind: isRoleSession(identity) ? 'unknown' : 'other' };
    if (!wanted(principal)) return { userIdentity, kind: 'other' };
    const { accountId, arn, name, roleId, sessionName } = principal;
    const role = numberOf(roles, JSON.stringify([accountId, arn, name, roleId]));
    const session = numberOf(sessions, JSON.stringify([role, sessionName]));
    return { userIdentity, kind: 'wanted', principal, role, session };
  });
}

function numberOf(numbers: Map<string, number>, key: string): number {
  const number = numbers.get(key) ?? numbers.size;
  numbers.set(key, number);
  return number;
}

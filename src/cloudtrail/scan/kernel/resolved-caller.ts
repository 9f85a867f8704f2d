import { isRoleSession, rolePrincipalOf } from '../../attribution.ts';
import { asObject, type JsonObject } from '../../json.ts';
import type { RolePrincipal } from '../../observation.ts';
import { roleAssumedIn } from '../../role-assumed.ts';
import { repeatsKeys } from '../repeated-keys.ts';
import { CALLER_KINDS, CALLER_TRAITS, SESSION_MARK } from './kernel.ts';

/** What the identities that differ in their session alone have in common. */
export interface ResolvedCaller {
  readonly kind: (typeof CALLER_KINDS)[keyof typeof CALLER_KINDS];
  /** `CALLER_TRAITS`. */
  readonly traits: number;
  /** `RoleAssumed.by`; `SESSION_MARK` stands for the session's name. */
  readonly by: string;
  /** Set if it is wanted; without the session's name. */
  readonly role?: Omit<RolePrincipal, 'sessionName'>;
}

/**
 * Resolves a `userIdentity` (JSON), in which `SESSION_MARK` stands for the session's name if `hasSession`. It is unknown, so that its
 * records are parsed in full, where keys are repeated, where it names no role, and where the session decides more than its own name.
 */
export function resolvedCaller(
  json: string,
  hasSession: boolean,
  wanted: (principal: RolePrincipal) => boolean,
): ResolvedCaller {
  const userIdentity = asObject(JSON.parse(json)) ?? {};
  const by = assumerOf(userIdentity);
  const isMarked = (text: string): boolean => hasSession && text.includes(SESSION_MARK);
  const assumes = isMarked(by) ? CALLER_TRAITS.assumesAsSession : 0;
  const other = { kind: CALLER_KINDS.other, traits: assumes, by };
  const unknown = { kind: CALLER_KINDS.unknown, traits: assumes, by };
  if (repeatsKeys('userIdentity', json)) return unknown;
  const principal = rolePrincipalOf(userIdentity);
  if (principal === undefined) return isRoleSession(userIdentity) ? unknown : other;
  const { sessionName, ...role } = principal;
  if (Object.values(role).some(isMarked)) return unknown;
  if (!wanted(role)) return other;
  if (sessionName === undefined) return { kind: CALLER_KINDS.wanted, traits: assumes, by, role };
  // A name that the kernel did not find it cannot tell from others.
  if (!hasSession || sessionName !== SESSION_MARK) return unknown;
  return { kind: CALLER_KINDS.wanted, traits: assumes | CALLER_TRAITS.namesSession, by, role };
}

/** `RoleAssumed.by` of a caller, had it assumed a role. */
function assumerOf(userIdentity: JsonObject): string {
  const requestParameters = { roleArn: 'arn:aws:iam::123456789012:role/some' };
  const record = { eventId: '', at: 0, region: '', resources: [], userIdentity, requestParameters };
  return roleAssumedIn({ ...record, eventSource: 'sts.amazonaws.com', eventName: 'AssumeRole' })?.by ?? 'unknown';
}

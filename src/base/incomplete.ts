import type { Fetched, MissingAuditorPermission } from './missing-auditor-permission.ts';

/** Something that could not be done: shown to the user in every result, never a reason to lose the rest. */
export interface Incomplete {
  /** What is missing, named so that a user finds it: `CloudTrail events of eu-west-1 before 2026-10-03T00:00:00Z`. */
  readonly what: string;
  /** Why, and what would mend it: `AccessDenied on cloudtrail:LookupEvents; add it to the auditor's role`. */
  readonly why: string;
  /** The permission whose lack was the reason, where it was one. */
  readonly missing?: MissingAuditorPermission;
  /** Present where somebody meddled with what the audit relies on: it is told first, and alarmed. */
  readonly tampered?: true;
}

/** Why, without what: of what is named by whoever puts it into a result. */
export type IncompleteReason = Omit<Incomplete, 'what'>;

/** `Incomplete` of what depended on something that was not fetched. */
export function incompleteOfFetch(
  what: string,
  { problem, missing }: Extract<Fetched<unknown>, { ok: false }>,
): Incomplete {
  return { what, why: problem, ...(missing && { missing }) };
}

/** A value together with what could not be read of it. */
export interface PartialResult<T> {
  readonly value: T;
  readonly incomplete: readonly Incomplete[];
}

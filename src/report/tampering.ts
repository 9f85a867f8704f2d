import type { Incomplete } from '../base/incomplete.ts';
import { stripControlCharacters } from '../base/strip-control-characters.ts';
import type { AuditResult } from './audit-result.ts';

/** The title over what `tamperingNotes` gives. */
export const TAMPERING = 'Somebody tampered with what this audit relies on';

/** What somebody meddled with, one sentence each: a message begins with it. */
export function tamperingNotes({ incomplete }: Pick<AuditResult, 'incomplete'>): readonly string[] {
  return incomplete.filter(isTampering).map(({ what, why }) => stripControlCharacters(`${what}: ${why}`));
}

/** True for what somebody meddled with, as opposed to what merely failed. */
export function isTampering({ tampered }: Incomplete): boolean {
  return tampered === true;
}

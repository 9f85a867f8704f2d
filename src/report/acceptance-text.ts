import { stripControlCharacters } from '../base/strip-control-characters.ts';
import { day } from '../base/time.ts';
import type { Acceptance } from '../findings/finding.ts';

/**
 * `until 2027-01-31: replaced next quarter (exceptions[2] of auditor.yaml)`; the day is the first on which it no longer holds. Where it is
 * written ends with who set it, and when, of a tag (`tagOrigin`).
 */
export function acceptanceText({ reason, until, writtenIn }: Acceptance): string {
  const what = until === undefined ? reason : `until ${day(until)}: ${reason}`;
  return stripControlCharacters(writtenIn === '' ? what : `${what} (${writtenIn})`);
}

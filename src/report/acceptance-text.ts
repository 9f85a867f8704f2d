import { stripControlCharacters } from '../base/strip-control-characters.ts';
import { day } from '../base/time.ts';
import type { Acceptance } from '../findings/finding.ts';

/** `until 2027-01-31: replaced next quarter`; the day is the first on which it no longer holds. */
export function acceptanceText({ reason, until }: Acceptance): string {
  return stripControlCharacters(until === undefined ? reason : `until ${day(until)}: ${reason}`);
}

import { clip } from '../../base/format.ts';
import { stripControlCharacters } from '../../base/strip-control-characters.ts';
import type { AccountOutcome, Standing } from '../account-outcome.ts';

/** How an account stands, for people. */
export const STANDING_WORDS: Readonly<Record<Standing, string>> = {
  audited: 'audited',
  partly: 'audited in part',
  notAudited: 'not audited',
  skipped: 'left out',
};

/** Outside text, on one line and clipped. */
export function shown(text: string, most = 256): string {
  return clip(stripControlCharacters(text), most);
}

/** `payments (610047512938)`, or the number alone. */
export function accountTitle({ id, name = '' }: AccountOutcome['account']): string {
  return name === '' ? id : `${shown(name, 60)} (${id})`;
}

/** Why an account was not audited, or what is missing of its audit. */
export function accountNote({ why, totals }: AccountOutcome): string {
  if (why !== undefined) return shown(why, 400);
  const { count = 0, first = [] } = totals?.incomplete ?? {};
  if (count === 0) return '';
  return shown(`${first[0] ?? ''}${count > 1 ? ` (and ${count - 1} more)` : ''}`, 400);
}

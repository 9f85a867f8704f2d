import { clip, counted } from '../../base/format.ts';
import { stripControlCharacters } from '../../base/strip-control-characters.ts';
import { SEVERITIES } from '../../findings/finding.ts';
import type { AccountOutcome, Standing } from '../account-outcome.ts';
import type { OrganizationSummary } from '../organization-summary.ts';

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

/** `Organization o-a1b2: 9 of 11 accounts audited, 2 not, 1 left out`. */
export function standingLine({ organization, standings }: OrganizationSummary): string {
  const { audited, partly, notAudited, skipped } = standings;
  const wanted = audited + partly + notAudited;
  const parts = [
    `${audited + partly} of ${counted(wanted, 'account')} audited`,
    ...(partly > 0 ? [`${partly} of them in part`] : []),
    ...(notAudited > 0 ? [`${notAudited} not`] : []),
    ...(skipped > 0 ? [`${skipped} left out`] : []),
  ];
  return `${organization === undefined ? 'Accounts' : `Organization ${organization}`}: ${parts.join(', ')}`;
}

/** `3 CRITICAL, 12 HIGH`; of those there are none of, nothing. */
export function findingCounts(findings: OrganizationSummary['findings']): string {
  const counts = SEVERITIES.filter((severity) => findings[severity] > 0).map(
    (severity) => `${findings[severity]} ${severity}`,
  );
  return counts.length === 0 ? 'no open findings' : counts.join(', ');
}

/** What changed since the run before, a sentence each. */
export function changeLines({ changes }: OrganizationSummary): readonly string[] {
  const { since, opened, resolved, nowAudited, noLongerAudited, gone } = changes;
  const named = (ids: readonly string[]): string =>
    ids.length > 10 ? `${ids.slice(0, 10).join(', ')} and ${ids.length - 10} more` : ids.join(', ');
  return [
    `${counted(opened, 'finding')} new, ${resolved} resolved${since === undefined ? '' : ` since the run of ${since}`}`,
    ...(noLongerAudited.length > 0 ? [`Audited then, and not now: ${named(noLongerAudited)}`] : []),
    ...(nowAudited.length > 0 ? [`Audited for the first time, or again: ${named(nowAudited)}`] : []),
    ...(gone.length > 0 ? [`No longer in the organization: ${named(gone)}`] : []),
  ];
}

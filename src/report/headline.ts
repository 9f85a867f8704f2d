import { counted, grouped, listed } from '../base/format.ts';
import { DAY_MS } from '../base/time.ts';
import type { AuditResult } from './audit-result.ts';
import { nothingAudited } from './nothing-audited.ts';
import type { FindingChanges } from './notification/finding-changes.ts';
import { dateOf } from './open-trend.ts';
import { ownIncomplete } from './own-incomplete.ts';
import { isTampering } from './tampering.ts';

/** One line of plain text that says whose audit it was, what is new, of what part, and whether it saw and did all; tampering comes before that. */
export function headlineOf(
  result: Pick<AuditResult, 'accountId' | 'incomplete' | 'neverEnded' | 'narrowedTo' | 'assessments' | 'regions'>,
  changes: FindingChanges,
): string {
  const where = `${result.incomplete.some(isTampering) ? 'Tampering! ' : ''}ECS roles in account ${result.accountId}`;
  if (nothingAudited(result)) return `${where}: nothing was audited, as not all could be read`;
  const limits = [...narrowedWords(result), ...(ownIncomplete(result).length > 0 ? ['incomplete'] : [])];
  const partly = limits.length > 0 ? ` (${limits.join('; ')})` : '';
  if (changes.none) return `${where}: ${changes.known ? 'nothing new' : 'audited'}${partly}`;
  const parts = [
    [changes.opened.length, 'new'],
    [changes.worsened.length, 'worse'],
    [changes.resolved.length, 'resolved'],
    [changes.accepted.length, 'accepted'],
  ] as const;
  const said = parts.filter(([count]) => count > 0).map(([count, word]) => `${grouped(count)} ${word}`);
  return `${where}: ${said.join(', ')}${partly}`;
}

/** `only the 1 role asked for`, of a run that was asked about a part. */
function narrowedWords({
  narrowedTo,
  assessments,
  regions,
}: Pick<AuditResult, 'narrowedTo' | 'assessments' | 'regions'>): readonly string[] {
  if (narrowedTo === undefined) return [];
  if (narrowedTo === 'regions') return [`only ${listed(regions, 3)}`];
  return [`only the ${counted(assessments.length, 'role')} asked for`];
}

/** The heading of new findings: since when they are new. */
export function newSince(
  { startedAt }: Pick<AuditResult, 'startedAt'>,
  { since, notes, first }: FindingChanges,
): string {
  if (first) return 'The first message: all that is open is new';
  if (since === 'never notified') return notes.length > 0 ? 'Not known to be reported before' : 'Not reported before';
  if (since === undefined || startedAt - since < 1.5 * DAY_MS) return 'New since the last run';
  return `New since ${dateOf(since)}`;
}

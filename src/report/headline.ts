import { grouped } from '../base/format.ts';
import { DAY_MS } from '../base/time.ts';
import type { AuditResult } from './audit-result.ts';
import { nothingAudited } from './nothing-audited.ts';
import type { FindingChanges } from './notification/finding-changes.ts';
import { dateOf } from './open-trend.ts';
import { isTampering } from './tampering.ts';

/** One line of plain text that says whose audit it was and what is new; tampering comes before both. */
export function headlineOf(
  result: Pick<AuditResult, 'accountId' | 'assessments' | 'incomplete'>,
  changes: FindingChanges,
): string {
  const where = `${result.incomplete.some(isTampering) ? 'Tampering! ' : ''}ECS roles in account ${result.accountId}`;
  if (nothingAudited(result)) return `${where}: nothing was audited, as not all could be read`;
  if (changes.none) return `${where}: ${changes.known ? 'nothing new' : 'audited'}`;
  const parts = [
    [changes.opened.length, 'new'],
    [changes.worsened.length, 'worse'],
    [changes.resolved.length, 'resolved'],
    [changes.accepted.length, 'accepted'],
  ] as const;
  const said = parts.filter(([count]) => count > 0).map(([count, word]) => `${grouped(count)} ${word}`);
  return `${where}: ${said.join(', ')}`;
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

import { DAY_MS } from '../base/time.ts';
import type { AuditResult } from './audit-result.ts';
import type { News } from './notification/finding-changes.ts';
import { dateOf } from './open-trend.ts';

/** One line of plain text that says whose audit it was and what is new. */
export function headlineOf(result: Pick<AuditResult, 'accountId'>, news: News): string {
  const where = `ECS roles in account ${result.accountId}`;
  if (news.none) return `${where}: ${news.known ? 'nothing new' : 'audited'}`;
  const parts = [
    [news.opened.length, 'new'],
    [news.worsened.length, 'worse'],
    [news.resolved.length, 'resolved'],
    [news.accepted.length, 'accepted'],
  ] as const;
  const said = parts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`);
  return `${where}: ${said.join(', ')}`;
}

/** What new findings are headed by: since when they are new to people. */
export function newSince({ startedAt }: Pick<AuditResult, 'startedAt'>, { since }: News): string {
  if (since === 'never told') return 'Not reported before';
  if (since === undefined || startedAt - since < 1.5 * DAY_MS) return 'New since the last run';
  return `New since ${dateOf(since)}`;
}

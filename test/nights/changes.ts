import type { AuditSummary } from '../../src/report/summary.ts';

const COUNTS = ['opened', 'reopened', 'updated', 'unchanged', 'resolved', 'unconfirmed', 'suppressed'] as const;

/** What a summary says of findings and of what was lost: `2 opened, 5 unchanged`, then a line for each loss. */
export function changesText(summary: AuditSummary): string {
  const counts = COUNTS.filter((name) => summary[name] > 0).map((name) => `${summary[name]} ${name}`);
  return [counts.join(', '), ...summary.incomplete.map(({ what, why }) => `${what}: ${why}`)].join('\n');
}

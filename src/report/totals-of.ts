import { countBySeverity } from '../findings/severity.ts';
import type { AuditResult } from './audit-result.ts';
import { suppressedFindings } from './open-findings.ts';
import { countByVerdict } from './role-summary.ts';
import type { RunTotals } from './run-totals.ts';

/** The totals of a run, as the trend shows them and the ledger stores them. */
export function totalsOf({
  startedAt,
  assessments,
  findings,
  lifecycle,
  incomplete,
}: Pick<AuditResult, 'startedAt' | 'assessments' | 'findings' | 'lifecycle' | 'incomplete'>): RunTotals {
  const notLookedAt = lifecycle.stillOpen.length;
  return {
    at: startedAt,
    roles: assessments.length,
    findings: countBySeverity(findings),
    ...(notLookedAt > 0 && { notLookedAt }),
    suppressed: suppressedFindings({ findings }).length,
    verdicts: countByVerdict(assessments),
    complete: incomplete.length === 0,
  };
}

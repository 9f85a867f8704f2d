import type { Metrics } from '@aws-lambda-powertools/metrics';
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { SEVERITIES } from '../findings/finding.ts';
import type { AuditSummary } from '../report/audit-summary.ts';
import { isTampering } from '../report/tampering.ts';

/**
 * Counts one finished audit.
 *
 * @param whole whether it was a night's work; the alarm on silence watches these alone, in `AuditsFinished`
 */
export function countAudit(metrics: Metrics, summary: AuditSummary, whole: boolean): void {
  if (whole) metrics.addMetric('AuditsFinished', MetricUnit.Count, 1);
  metrics.addMetric('AuditsIncomplete', MetricUnit.Count, summary.incomplete.length > 0 ? 1 : 0);
  metrics.addMetric('Tampering', MetricUnit.Count, summary.incomplete.filter(isTampering).length);
  if (summary.ledger !== undefined) {
    metrics.addMetric('LedgerBytes', MetricUnit.Bytes, summary.ledger.bytes);
    metrics.addMetric('LedgerFullness', MetricUnit.Percent, Math.round(100 * summary.ledger.fullness));
  }
  metrics.addMetric('RolesAudited', MetricUnit.Count, summary.roles);
  metrics.addMetric('UnusedPermissions', MetricUnit.Count, summary.verdicts.unused);
  metrics.addMetric('FindingsSuppressed', MetricUnit.Count, summary.suppressed);
  for (const severity of SEVERITIES) {
    const name = `Findings${severity.charAt(0)}${severity.slice(1).toLowerCase()}`;
    metrics.addMetric(name, MetricUnit.Count, summary.findings[severity]);
  }
}

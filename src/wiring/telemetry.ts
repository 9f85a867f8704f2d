import type { Metrics } from '@aws-lambda-powertools/metrics';
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { SEVERITIES } from '../findings/finding.ts';
import type { AuditSummary } from '../report/summary.ts';

/** Counts one finished audit. `AuditsFinished` is what the alarm on silence watches. */
export function countAudit(metrics: Metrics, summary: AuditSummary): void {
  metrics.addMetric('AuditsFinished', MetricUnit.Count, 1);
  metrics.addMetric('AuditsIncomplete', MetricUnit.Count, summary.incomplete.length > 0 ? 1 : 0);
  metrics.addMetric('RolesAudited', MetricUnit.Count, summary.roles);
  metrics.addMetric('UnusedPermissions', MetricUnit.Count, summary.verdicts.unused);
  metrics.addMetric('FindingsSuppressed', MetricUnit.Count, summary.suppressed);
  for (const severity of SEVERITIES) {
    const name = `Findings${severity.charAt(0)}${severity.slice(1).toLowerCase()}`;
    metrics.addMetric(name, MetricUnit.Count, summary.findings[severity]);
  }
}

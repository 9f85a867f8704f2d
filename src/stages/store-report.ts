import type { AuditContext } from '../audit-context.ts';
import type { AuditRequest } from '../audit-request.ts';
import { attempt } from '../base/attempt.ts';
import { toIso } from '../base/time.ts';
import { auditDocument } from '../report/audit-document.ts';
import type { AuditResult } from '../report/audit-result.ts';

/** Keeps the full report where the next reader finds it, unless the run only looks. */
export async function storeReport(
  context: AuditContext,
  request: AuditRequest,
  result: AuditResult,
): Promise<AuditResult> {
  const { reports } = context;
  if (reports === undefined || request.dryRun) return result;
  const body = JSON.stringify(auditDocument(result), null, 2);
  const outcome = await attempt('Report', () =>
    reports.put({ key: reportKey(result), contentType: 'application/json', body }),
  );
  if ('lost' in outcome) return { ...result, incomplete: [...result.incomplete, outcome.lost] };
  const { value: location, incomplete } = outcome.value;
  return {
    ...result,
    incomplete: [...result.incomplete, ...incomplete],
    ...(location !== undefined && { reportLocation: location }),
  };
}

/** `2026/11/22/audit-123456789012-030000Z.json`: by day, so that a person finds last night's. */
function reportKey({ startedAt, accountId }: AuditResult): string {
  const [day = '', time = ''] = toIso(startedAt).split('T');
  return `${day.replaceAll('-', '/')}/audit-${accountId}-${time.replaceAll(':', '')}.json`;
}

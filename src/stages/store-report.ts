import type { AuditContext } from '../audit-context.ts';
import type { AuditRequest } from '../audit-request.ts';
import { attempt } from '../base/attempt.ts';
import { outOfTime } from '../deadline.ts';
import type { ReportFile } from '../ports.ts';
import type { AuditResult } from '../report/audit-result.ts';
import { auditDocumentParts } from '../report/json/audit-document.ts';
import { htmlPage } from '../report/page/html-page.ts';
import { packReport } from '../stored-report/pack-report.ts';
import { reportKey } from '../stored-report/report-key.ts';

/** Keeps the full report where the next reader finds it, as a page for people and as compressed JSON, unless the run only looks. */
export async function storeReport(
  context: AuditContext,
  request: AuditRequest,
  result: AuditResult,
): Promise<AuditResult> {
  const { reports, deadlines } = context;
  if (reports === undefined || request.dryRun) return result;
  // People are told after it: of a run that has no time for both, the message is missed more.
  const late = outOfTime(deadlines?.recommending);
  if (late !== undefined) return { ...result, incomplete: [...result.incomplete, { what: 'Report', why: late }] };
  const located = { ...result, storedDocument: `${reports.place}${reportKey(result)}.json.gz` };
  const outcomes = await Promise.all(
    [page, document].map((form) => attempt('Report', async () => reports.put(await form(located)))),
  );
  const incomplete = outcomes.flatMap((outcome) =>
    'incomplete' in outcome ? [outcome.incomplete] : outcome.value.incomplete,
  );
  const [location] = outcomes.flatMap((outcome) => ('incomplete' in outcome ? [] : (outcome.value.value ?? [])));
  return {
    ...result,
    incomplete: [...result.incomplete, ...incomplete],
    ...(location !== undefined && { reportLocation: location }),
  };
}

function page(result: AuditResult): ReportFile {
  return { key: `${reportKey(result)}.html`, contentType: 'text/html; charset=utf-8', body: htmlPage(result) };
}

async function document(result: AuditResult): Promise<ReportFile> {
  const body = await packReport(auditDocumentParts(result), result);
  return { key: `${reportKey(result)}.json.gz`, contentType: 'application/gzip', body };
}

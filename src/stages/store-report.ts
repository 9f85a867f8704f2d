import type { AuditContext } from '../audit-context.ts';
import type { AuditRequest } from '../audit-request.ts';
import { attempt } from '../base/attempt.ts';
import { outOfTime } from '../deadline.ts';
import type { ReportFile } from '../ports.ts';
import type { AuditResult } from '../report/audit-result.ts';
import { auditDocumentParts, type DocumentPart } from '../report/json/audit-document.ts';
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
  const checkTime = (): void => {
    const late = outOfTime(deadlines?.reporting);
    if (late !== undefined) throw new Error(late);
  };
  const located = { ...result, storedDocument: `${reports.place}${reportKey(result)}.json.gz` };
  const outcomes = await Promise.all(
    FORMS.map(([what, form]) => attempt(what, async () => reports.put(await form(located, checkTime)))),
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

type Form = (result: AuditResult, checkTime: () => void) => ReportFile | Promise<ReportFile>;

const FORMS: readonly (readonly [what: string, form: Form])[] = [
  ['Report as a page', page],
  ['Report as JSON', document],
];

function page(result: AuditResult, checkTime: () => void): ReportFile {
  checkTime();
  const body = htmlPage(result, checkTime);
  return { key: `${reportKey(result)}.html`, contentType: 'text/html; charset=utf-8', body };
}

async function document(result: AuditResult, checkTime: () => void): Promise<ReportFile> {
  const body = await packReport(partsInTime(result, checkTime), result);
  return { key: `${reportKey(result)}.json.gz`, contentType: 'application/gzip', body };
}

function* partsInTime(result: AuditResult, checkTime: () => void): Generator<DocumentPart> {
  for (const part of auditDocumentParts(result)) {
    checkTime();
    yield part;
  }
}

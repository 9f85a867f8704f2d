import { assertNever } from '../base/assert-never.ts';
import { toAsff } from '../findings/asff/asff.ts';
import type { Severity } from '../findings/finding.ts';
import { atLeast } from '../findings/severity.ts';
import type { AuditResult } from '../report/audit-result.ts';
import { auditCsv } from '../report/csv/csv.ts';
import { auditDocumentText } from '../report/json/audit-document.ts';
import { listText } from '../report/json/json-text.ts';
import { auditMarkdown } from '../report/markdown/markdown.ts';
import { htmlPage } from '../report/page/html-page.ts';
import { sarifLog } from '../report/sarif/sarif-log.ts';
import { auditTable } from '../report/text/audit-table.ts';
import type { Styler } from '../report/text/styler.ts';
import { VERSION } from './version.ts';

/** The forms in which `audit` prints its result. */
export const FORMATS = ['table', 'json', 'asff', 'csv', 'markdown', 'html', 'sarif'] as const;
export type Format = (typeof FORMATS)[number];

/** How the terminal wants text. */
export interface Rendering {
  readonly styler: Styler;
  /** Columns. */
  readonly width: number;
  /** Of CSV, a row for each action. */
  readonly csvActions?: boolean;
  /** The mildest finding that lists show; each form's own where absent. JSON and HTML hold all. */
  readonly shownFrom?: Severity;
}

/** Renders a result in one form, in pieces: of a large account some are longer than a string can be. */
export function renderAudit(whole: AuditResult, format: Format, rendering: Rendering): Iterable<string> {
  const { shownFrom } = rendering;
  const result = shownFrom === undefined ? whole : { ...whole, findings: atLeast(shownFrom, whole.findings) };
  switch (format) {
    case 'table':
      return [auditTable(whole, rendering)];
    case 'json':
      return auditDocumentText(whole, 2);
    case 'asff': {
      const target = { region: result.homeRegion, now: result.finishedAt };
      return listText(
        result.findings.values().map((finding) => toAsff(finding, target)),
        2,
      );
    }
    case 'csv':
      return auditCsv(result, { rowPerAction: rendering.csvActions === true });
    case 'markdown':
      return [auditMarkdown(result)];
    case 'html':
      return [htmlPage(whole)];
    case 'sarif':
      return [JSON.stringify(sarifLog(result, { version: VERSION }), null, 2)];
    default:
      return assertNever(format);
  }
}

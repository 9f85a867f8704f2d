import { counted, grouped, listed } from '../../base/format.ts';
import { compareFindings } from '../../findings/evaluate-rules.ts';
import { type Finding, SEVERITIES } from '../../findings/finding.ts';
import { countBySeverity } from '../../findings/severity.ts';
import { VERDICTS } from '../../rightsize/verdict.ts';
import { acceptanceText } from '../acceptance-text.ts';
import type { AuditResult } from '../audit-result.ts';
import { caveatsOf } from '../caveats.ts';
import { exceptionNotes } from '../exception-notes.ts';
import { openFindings, suppressedFindings } from '../open-findings.ts';
import { openTrend } from '../open-trend.ts';
import { roleSummaries, shownCount } from '../role-summary.ts';
import { markdownList, markdownRemedy, markdownTable, markdownText } from './markdown-text.ts';

/** The most characters of each part. With its headings all is less than the 65,536 that GitHub takes for a comment. */
const ROOM = { regions: 600, exceptions: 4_000, findings: 30_000, suppressed: 6_000, roles: 14_000, caveats: 8_000 };

/**
 * The result for a pull-request comment or a job summary, which it always fits: counts with their trend, findings, roles, what
 * could not be seen. What there is no room for is counted; the JSON document and the page hold all of it.
 */
export function auditMarkdown(result: AuditResult): string {
  const open = openFindings(result).toSorted(compareFindings);
  const suppressed = suppressedFindings(result);
  const caveats = caveatsOf(result);
  const exceptions = exceptionNotes(result);
  const lines = [
    `# ECS role audit of account ${result.accountId}`,
    '',
    `${scopeOf(result)}; ${countsOf(result, suppressed.length)}.`,
    '',
    ...(exceptions.length > 0 ? ['## Exceptions', '', ...markdownList(exceptions, ROOM.exceptions)] : []),
    ...severityTable(result),
    ...(open.length > 0 ? ['## Findings', '', ...findingsTable(open)] : []),
    ...(suppressed.length > 0
      ? [
          `<details><summary>Suppressed: ${counted(suppressed.length, 'finding')}</summary>`,
          '',
          ...suppressedTable(suppressed),
          '</details>',
          '',
        ]
      : []),
    '## Roles',
    '',
    ...rolesTable(result),
    ...(caveats.length > 0 ? ['## What this audit could not see', '', ...markdownList(caveats, ROOM.caveats)] : []),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function scopeOf({ assessments, regions }: AuditResult): string {
  const names = listed(regions.slice(0, 40).map(markdownText), 8).slice(0, ROOM.regions);
  return `${counted(assessments.length, 'role')} in ${names || 'no Region'}`;
}

function countsOf(result: AuditResult, suppressed: number): string {
  const { open, change, sparkline } = openTrend(result);
  const trend = change === '' ? '' : ` (${change}) ${sparkline}`;
  const { INFORMATIONAL: informational } = countBySeverity(result.findings);
  const beside = informational > 0 ? `, plus ${grouped(informational)} informational` : '';
  return `${counted(open, 'open finding')}${trend}${beside}${suppressed > 0 ? `, ${grouped(suppressed)} suppressed` : ''}`;
}

function severityTable(result: AuditResult): readonly string[] {
  const counts = countBySeverity(result.findings);
  const rows = SEVERITIES.map((severity) => [severity, grouped(counts[severity])]);
  return markdownTable(['Severity', 'Findings'], rows, 1_000);
}

function findingsTable(findings: readonly Finding[]): readonly string[] {
  const owned = findings.some(({ owner }) => owner !== undefined);
  return markdownTable(
    ['Severity', 'Finding', 'Families', ...(owned ? ['Owner'] : []), 'Next step'],
    findings.map(({ severity, title, families, owner = '', remediation }) => [
      severity,
      markdownText(title),
      markdownText(listed(families, 4)),
      ...(owned ? [markdownText(owner)] : []),
      `${markdownRemedy(remediation.text)} ([AWS](${remediation.url}))`,
    ]),
    ROOM.findings,
  );
}

function suppressedTable(findings: readonly Finding[]): readonly string[] {
  return markdownTable(
    ['Severity', 'Finding', 'Accepted', 'Written in'],
    findings.map(({ severity, title, acceptance }) => [
      severity,
      markdownText(title),
      acceptance === undefined ? '' : markdownText(acceptanceText(acceptance)),
      markdownText(acceptance?.writtenIn ?? ''),
    ]),
    ROOM.suppressed,
  );
}

function rolesTable(result: AuditResult): readonly string[] {
  return markdownTable(
    ['Role', 'Families', 'Used', 'Required', 'Unused', 'Unobservable', 'Undetermined', 'Blocked'],
    roleSummaries(result).map(({ assessment, name, families, verdicts }) => [
      markdownText(name),
      markdownText(listed(families, 4)),
      ...VERDICTS.map((verdict) => shownCount({ assessment }, verdicts[verdict])),
    ]),
    ROOM.roles,
  );
}

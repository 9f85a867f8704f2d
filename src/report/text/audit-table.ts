import { clip, counted, grouped, listed } from '../../base/format.ts';
import { stripControlCharacters } from '../../base/strip-control-characters.ts';
import type { RoleJob } from '../../ecs/role-use.ts';
import { type Finding, SEVERITIES, type Severity } from '../../findings/finding.ts';
import { jobsOf } from '../../findings/role-facts.ts';
import { atLeast, countBySeverity } from '../../findings/severity.ts';
import type { Verdict } from '../../rightsize/verdict.ts';
import { acceptanceText } from '../acceptance-text.ts';
import type { AuditResult } from '../audit-result.ts';
import { caveatsOf } from '../caveats.ts';
import { exceptionNotes } from '../exception-notes.ts';
import { nothingAudited } from '../nothing-audited.ts';
import { openFindings, suppressedFindings } from '../open-findings.ts';
import { openTrend } from '../open-trend.ts';
import { type RoleSummary, roleSummaries, shownCount } from '../role-summary.ts';
import { frameless } from './frameless-table.ts';
import { PLAIN, type Styler } from './styler.ts';

/** Width and colours of the terminal. */
export interface TableOptions {
  /** Columns of the terminal; below 60 the table is as wide as 60. */
  readonly width: number;
  readonly styler?: Styler;
  /** The mildest finding that has a row; milder ones are counted by rule. LOW where absent. */
  readonly shownFrom?: Severity;
}

const NARROWEST = 60;
const WIDEST = 160;

/** The result for a terminal: findings worst first, every role with its verdicts, and what could not be seen. */
export function auditTable(result: AuditResult, options: TableOptions): string {
  const width = Math.max(NARROWEST, Math.min(options.width, WIDEST));
  const styler = options.styler ?? PLAIN;
  const caveats = [...caveatsOf(result), ...ledgerNotes(result)];
  const exceptions = exceptionNotes(result);
  const open = openFindings(result);
  const suppressed = suppressedFindings(result);
  const notes = (heading: string, sentences: readonly string[]): readonly string[] =>
    sentences.length === 0
      ? []
      : [[styler.heading(heading), ...sentences.map((sentence) => wrapped(`- ${sentence}`, width))].join('\n')];
  const parts = [
    styler.heading(
      `Account ${result.accountId}: ${counted(result.assessments.length, 'role')} in ${stripControlCharacters(listed(result.regions, 6)) || 'no Region'}`,
    ),
    countsLine(result, styler),
    ...notes('Exceptions', exceptions),
    ...openParts(open, width, styler, options.shownFrom ?? 'LOW'),
    ...(suppressed.length > 0
      ? [`${styler.heading('Suppressed')}\n${suppressedTable(suppressed, width, styler)}`]
      : []),
    ...(result.assessments.length > 0 ? [rolesTable(roleSummaries(result), width, styler)] : []),
    ...notes('What this audit could not see', caveats),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** That a ledger is believed although others may write it, where that is so. */
function ledgerNotes({ ledger }: AuditResult): readonly string[] {
  if (ledger === undefined || ledger.signed) return [];
  const place = stripControlCharacters(ledger.place);
  return [`The ledger in ${place} is not signed (ledgerKey): whoever may write there can change what it tells.`];
}

/** `1 CRITICAL  4 HIGH  2 suppressed`, and below it how that came about. */
function countsLine(result: AuditResult, styler: Styler): string {
  const counts = countBySeverity(result.findings);
  const suppressed = suppressedFindings(result).length;
  const shown = [
    ...SEVERITIES.filter((severity) => counts[severity] > 0).map((severity) =>
      styler.severity(severity, `${grouped(counts[severity])} ${severity}`),
    ),
    ...(suppressed > 0 ? [styler.faint(`${grouped(suppressed)} suppressed`)] : []),
  ];
  const { open, change, sparkline } = openTrend(result);
  return [
    shown.length > 0 ? shown.join('  ') : nothingFound(result),
    ...(change === '' ? [] : [styler.faint(`${grouped(open)} open, ${change} ${sparkline}`)]),
  ].join('\n');
}

function nothingFound(result: AuditResult): string {
  if (nothingAudited(result)) return 'Nothing was audited, since what follows could not be read.';
  if (result.assessments.length > 0) return 'No findings.';
  return 'No task definition names a role: there was nothing to audit.';
}

/** Rows for the findings that are grave enough, and a line that counts the others. */
function openParts(
  findings: readonly Finding[],
  width: number,
  styler: Styler,
  shownFrom: Severity,
): readonly string[] {
  const rows = atLeast(shownFrom, findings);
  const rest = Map.groupBy(
    findings.filter((finding) => !rows.includes(finding)),
    ({ rule }) => rule,
  );
  const counts = [...rest].map(([rule, of]) => `${grouped(of.length)} ${rule}`).sort();
  return [
    ...(rows.length > 0 ? [findingsTable(rows, width, styler)] : []),
    ...(counts.length > 0 ? [wrapped(`and below ${shownFrom}: ${counts.join(', ')}`, width)] : []),
  ];
}

function findingsTable(findings: readonly Finding[], width: number, styler: Styler): string {
  const severityWidth = 15;
  const familyWidth = Math.max(14, Math.floor(width * 0.22));
  const ownerWidth = findings.some(({ owner }) => owner !== undefined) && width >= 100 ? 16 : 0;
  const columns = [
    severityWidth,
    width - severityWidth - familyWidth - ownerWidth - (ownerWidth > 0 ? 5 : 4),
    familyWidth,
    ...(ownerWidth > 0 ? [ownerWidth] : []),
  ];
  const heads = ['Severity', 'Finding', 'Families', ...(ownerWidth > 0 ? ['Owner'] : [])];
  const table = frameless(heads, columns, styler);
  for (const finding of findings) {
    table.push([
      styler.severity(finding.severity, finding.severity),
      shown(finding.title),
      shown(listed(finding.families, 3)),
      ...(ownerWidth > 0 ? [shown(finding.owner ?? '')] : []),
    ]);
  }
  return table.toString();
}

function suppressedTable(findings: readonly Finding[], width: number, styler: Styler): string {
  const severityWidth = 15;
  const whyWidth = Math.max(22, Math.floor(width * 0.38));
  const table = frameless(
    ['Severity', 'Finding', 'Accepted'],
    [severityWidth, width - severityWidth - whyWidth - 4, whyWidth],
    styler,
  );
  for (const { severity, title, acceptance } of findings) {
    table.push([severity, shown(title), acceptance === undefined ? '' : shown(acceptanceText(acceptance))]);
  }
  return table.toString();
}

/** The columns behind the role; a narrow terminal gets the first four. */
const ROLE_COLUMNS: readonly { readonly head: string; readonly width: number; readonly verdict?: Verdict }[] = [
  { head: 'Used as', width: 11 },
  { head: 'Used', width: 7, verdict: 'used' },
  { head: 'Required', width: 10, verdict: 'required' },
  { head: 'Unused', width: 8, verdict: 'unused' },
  { head: 'Unobservable', width: 14, verdict: 'unobservable' },
  { head: 'Undetermined', width: 14, verdict: 'undetermined' },
  { head: 'Blocked', width: 9, verdict: 'blocked' },
];

function rolesTable(summaries: readonly RoleSummary[], width: number, styler: Styler): string {
  const columns = width < 100 ? ROLE_COLUMNS.slice(0, 4) : ROLE_COLUMNS;
  const roleWidth = width - columns.reduce((sum, column) => sum + column.width + 1, 0) - 2;
  const table = frameless(
    ['Role', ...columns.map((column) => column.head)],
    [roleWidth, ...columns.map((column) => column.width)],
    styler,
    2,
  );
  for (const { assessment, name, verdicts, worst } of summaries) {
    const jobs = jobsOf(assessment);
    table.push([
      worst === undefined ? shown(name) : styler.severity(worst, shown(name)),
      ...columns.map(({ verdict }) =>
        verdict === undefined ? usedAs(jobs) : shownCount({ assessment }, verdicts[verdict]),
      ),
    ]);
  }
  return table.toString();
}

function usedAs(jobs: ReadonlySet<RoleJob>): string {
  return jobs.size > 1 ? 'both' : [...jobs].join('');
}

/** Outside text in a cell: on one line, and clipped so that one row does not fill the screen. */
function shown(text: string): string {
  return clip(stripControlCharacters(text), 256);
}

function wrapped(text: string, width: number): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = `  ${word}`;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].join('\n');
}

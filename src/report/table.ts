import Table from 'cli-table3';
import { type Finding, SEVERITIES } from '../findings/finding.ts';
import { jobsOf } from '../findings/role-facts.ts';
import { countBySeverity } from '../findings/severity.ts';
import { clip, counted, inert, listed } from '../findings/text.ts';
import type { AuditResult } from './audit-result.ts';
import { caveatsOf } from './caveats.ts';
import { type RoleStanding, roleStandings } from './role-standing.ts';
import { PLAIN, type Styler } from './styler.ts';

/** How a terminal wants its text. */
export interface TableOptions {
  /** Columns of the terminal; below 60 the table is as wide as 60. */
  readonly width: number;
  readonly styler?: Styler;
}

const NARROWEST = 60;
const WIDEST = 160;

/** The result for a terminal: findings worst first, every role with its verdicts, and what could not be seen. */
export function auditTable(result: AuditResult, options: TableOptions): string {
  const width = Math.max(NARROWEST, Math.min(options.width, WIDEST));
  const styler = options.styler ?? PLAIN;
  const caveats = caveatsOf(result);
  const parts = [
    styler.heading(
      `Account ${result.accountId}: ${counted(result.assessments.length, 'role')} in ${inert(listed(result.regions, 6))}`,
    ),
    countsLine(result.findings, styler),
    ...(result.findings.length > 0 ? [findingsTable(result.findings, width, styler)] : []),
    ...(result.assessments.length > 0 ? [rolesTable(roleStandings(result), width, styler)] : []),
    ...(caveats.length > 0
      ? [
          [
            styler.heading('What this audit could not see'),
            ...caveats.map((caveat) => wrapped(`- ${caveat}`, width)),
          ].join('\n'),
        ]
      : []),
  ];
  return `${parts.join('\n\n')}\n`;
}

function countsLine(findings: readonly Finding[], styler: Styler): string {
  const counts = countBySeverity(findings);
  const shown = SEVERITIES.filter((severity) => counts[severity] > 0);
  if (shown.length === 0) return 'No findings.';
  return shown.map((severity) => styler.severity(severity, `${counts[severity]} ${severity}`)).join('  ');
}

function findingsTable(findings: readonly Finding[], width: number, styler: Styler): string {
  const severityWidth = 15;
  const familyWidth = Math.max(14, Math.floor(width * 0.22));
  const table = newTable(
    ['Severity', 'Finding', 'Families'],
    [severityWidth, width - severityWidth - familyWidth - 4, familyWidth],
    styler,
  );
  for (const finding of findings) {
    table.push([
      styler.severity(finding.severity, finding.severity),
      shown(finding.title),
      shown(listed(finding.families, 3)),
    ]);
  }
  return table.toString();
}

function rolesTable(standings: readonly RoleStanding[], width: number, styler: Styler): string {
  const numbers = [6, 9, 8, 9, 8, 9];
  const jobWidth = 11;
  const roleWidth = Math.max(16, width - jobWidth - numbers.reduce((sum, each) => sum + each, 0) - 9);
  // A narrow terminal gets the three numbers that matter.
  const narrow = width < 95;
  const heads = [
    'Role',
    'Used as',
    'Used',
    'Required',
    'Unused',
    ...(narrow ? [] : ['Unobserv.', 'Undeter.', 'Blocked']),
  ];
  const widths = narrow
    ? [width - jobWidth - 6 - 10 - 8 - 6, jobWidth, 6, 10, 8]
    : [roleWidth - 4, jobWidth, 6, 10, 8, 11, 10, 9];
  const table = newTable(heads, widths, styler);
  for (const { assessment, name, verdicts, worst } of standings) {
    table.push([
      worst === undefined ? shown(name) : styler.severity(worst, shown(name)),
      [...jobsOf(assessment)].sort().reverse().join(', '),
      ...[verdicts.used, verdicts.required, verdicts.unused].map(String),
      ...(narrow ? [] : [verdicts.unobservable, verdicts.undetermined, verdicts.blocked].map(String)),
    ]);
  }
  return table.toString();
}

function newTable(heads: readonly string[], widths: readonly number[], styler: Styler): Table.Table {
  return new Table({
    head: heads.map((head) => styler.heading(head)),
    colWidths: [...widths],
    wordWrap: true,
    wrapOnWordBoundary: true,
    style: { head: [], border: [], compact: true },
    chars: {
      top: '',
      'top-mid': '',
      'top-left': '',
      'top-right': '',
      bottom: '',
      'bottom-mid': '',
      'bottom-left': '',
      'bottom-right': '',
      left: '',
      'left-mid': '',
      right: '',
      'right-mid': '',
      mid: '─',
      'mid-mid': '─',
      middle: ' ',
    },
  });
}

/** Outside text in a cell: one line, and not so long that one row fills the screen. */
function shown(text: string): string {
  return clip(inert(text), 256);
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

import { stripControlCharacters } from '../../base/strip-control-characters.ts';
import { toIso } from '../../base/time.ts';
import type { Finding } from '../../findings/finding.ts';
import { arnOf, jobsOf } from '../../findings/role-facts.ts';
import { acceptanceText } from '../acceptance-text.ts';
import type { AuditResult } from '../audit-result.ts';
import { roleSummaries } from '../role-summary.ts';

const COLUMNS = [
  'account',
  'role',
  'role id',
  'used as',
  'families',
  'severity',
  'findings',
  'action',
  'verdict',
  'last used',
  'because',
  'owner',
  'suppressed',
];

/** One row per role and granted action (one without an action for roles that have none), RFC 4180, CRLF; role by role. */
export function* auditCsv(result: AuditResult): Generator<string> {
  yield csvRow(COLUMNS);
  for (const { assessment, families, findings, suppressed, owner = '', worst } of roleSummaries(result)) {
    const { lookup } = assessment;
    const role = [
      result.accountId,
      arnOf(assessment),
      lookup.kind === 'found' ? lookup.role.roleId : lookup.kind,
      [...jobsOf(assessment)].sort().reverse().join(' '),
      families.join(' '),
      worst ?? '',
      findings.map((finding) => finding.rule).join(' '),
    ];
    const rest = [owner, suppressed.map(suppressedText).join('; ')];
    const rows = assessment.actions.map(({ action, verdict, lastUsed, because }) =>
      csvRow([...role, action, verdict, lastUsed === undefined ? '' : toIso(lastUsed), because, ...rest]),
    );
    yield rows.length === 0 ? csvRow([...role, '', '', '', '', ...rest]) : rows.join('');
  }
}

function csvRow(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function suppressedText({ rule, acceptance }: Finding): string {
  return acceptance === undefined ? rule : `${rule} ${acceptanceText(acceptance)}`;
}

/** A cell that no spreadsheet takes for a formula; some take the wide forms of its first characters for the same. */
export function csvCell(text: string): string {
  const plain = stripControlCharacters(text);
  const safe = /^\s*[=+\-@|%＝＋－＠]/.test(plain) ? `'${plain}` : plain;
  return /[",']|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

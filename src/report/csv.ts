import { toIso } from '../base/time.ts';
import type { Finding } from '../findings/finding.ts';
import { arnOf, jobsOf } from '../findings/role-facts.ts';
import { inert } from '../findings/text.ts';
import { acceptanceText } from './acceptance-text.ts';
import type { AuditResult } from './audit-result.ts';
import { roleStandings } from './role-standing.ts';

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

/** One row per role and granted action (one without an action for roles that have none), RFC 4180, CRLF. */
export function auditCsv(result: AuditResult): string {
  const rows = roleStandings(result).flatMap(({ assessment, families, findings, suppressed, owner = '', worst }) => {
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
    if (assessment.actions.length === 0) return [[...role, '', '', '', '', ...rest]];
    return assessment.actions.map((verdict) => [
      ...role,
      verdict.action,
      verdict.verdict,
      verdict.lastUsed === undefined ? '' : toIso(verdict.lastUsed),
      verdict.because,
      ...rest,
    ]);
  });
  return [COLUMNS, ...rows].map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');
}

function suppressedText({ rule, acceptance }: Finding): string {
  return acceptance === undefined ? rule : `${rule} ${acceptanceText(acceptance)}`;
}

/** A cell that no spreadsheet takes for a formula; some take the wide forms of its first characters for the same. */
export function csvCell(text: string): string {
  const plain = inert(text);
  const safe = /^\s*[=+\-@|%＝＋－＠]/.test(plain) ? `'${plain}` : plain;
  return /[",']|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

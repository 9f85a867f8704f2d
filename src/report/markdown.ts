import { SEVERITIES } from '../findings/finding.ts';
import { countBySeverity } from '../findings/severity.ts';
import { clip, counted, inert, listed } from '../findings/text.ts';
import type { AuditResult } from './audit-result.ts';
import { caveatsOf } from './caveats.ts';
import { roleStandings } from './role-standing.ts';

/** The result for a pull-request comment or a job summary: counts, findings, roles, what could not be seen. */
export function auditMarkdown(result: AuditResult): string {
  const counts = countBySeverity(result.findings);
  const standings = roleStandings(result);
  const caveats = caveatsOf(result);
  const lines = [
    `# ECS role audit of account ${result.accountId}`,
    '',
    `${counted(result.assessments.length, 'role')} in ${listed(result.regions.map(markdownText), 8)}; ${counted(result.findings.length, 'open finding')}.`,
    '',
    table(
      ['Severity', 'Findings'],
      SEVERITIES.map((severity) => [severity, String(counts[severity])]),
    ),
    ...(result.findings.length > 0
      ? [
          '## Findings',
          '',
          table(
            ['Severity', 'Finding', 'Families', 'Next step'],
            result.findings.map((finding) => [
              finding.severity,
              markdownText(finding.title),
              markdownText(listed(finding.families, 4)),
              `${markdownText(finding.remediation.text)} ([AWS](${finding.remediation.url}))`,
            ]),
          ),
        ]
      : []),
    '## Roles',
    '',
    table(
      ['Role', 'Families', 'Used', 'Required', 'Unused', 'Unobservable', 'Undetermined', 'Blocked'],
      standings.map(({ name, families, verdicts }) => [
        markdownText(name),
        markdownText(listed(families, 4)),
        ...[
          verdicts.used,
          verdicts.required,
          verdicts.unused,
          verdicts.unobservable,
          verdicts.undetermined,
          verdicts.blocked,
        ].map(String),
      ]),
    ),
    ...(caveats.length > 0
      ? ['## What this audit could not see', '', ...caveats.map((caveat) => `- ${markdownText(caveat)}`), '']
      : []),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

/** Text that Markdown and HTML show as it is, in one table cell. */
export function markdownText(text: string): string {
  return clip(inert(text), 2000)
    .replace(/:(?=\/\/)|[\\`*_{}[\]()#+!|~<>&@]/g, (character) => HTML[character] ?? `\\${character}`)
    .trim();
}

const HTML: Readonly<Record<string, string>> = {
  '<': '&lt;',
  '>': '&gt;',
  '&': '&amp;',
  // No mention of a user and no bare link comes out of a name.
  '@': '&#64;',
  ':': '&#58;',
};

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line), ''].join('\n');
}

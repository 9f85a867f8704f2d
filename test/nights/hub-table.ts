import type { AwsSecurityFinding } from '@aws-sdk/client-securityhub';
import { dayAndHour } from './night-names.ts';

/** What the table says of a finding, in the order of its columns. */
export const COLUMNS = [
  'role',
  'rule',
  'severity',
  'record',
  'workflow',
  'created',
  'first',
  'last',
  'updated',
  'note',
] as const;

export type HubRow = Readonly<Record<(typeof COLUMNS)[number], string>>;

/** Findings as rows, sorted; dates are names of nights, and no note is `-`. */
export function hubRows(findings: readonly AwsSecurityFinding[]): readonly HubRow[] {
  return findings
    .map((finding) => ({
      role:
        finding.Resources?.find(({ Type }) => Type === 'AwsIamRole')
          ?.Id?.split('/')
          .at(-1) ?? '-',
      rule: finding.GeneratorId?.split('/').at(-1) ?? '-',
      severity: finding.Severity?.Label ?? finding.FindingProviderFields?.Severity?.Label ?? '-',
      record: finding.RecordState ?? '-',
      workflow: finding.Workflow?.Status ?? '-',
      created: dayAndHour(finding.CreatedAt),
      first: dayAndHour(finding.FirstObservedAt),
      last: dayAndHour(finding.LastObservedAt),
      updated: dayAndHour(finding.UpdatedAt),
      note: finding.Note?.Text ?? '-',
    }))
    .sort((a, b) => (`${a.role} ${a.rule}` < `${b.role} ${b.rule}` ? -1 : 1));
}

/** Rows as text in columns of one width. */
export function tableText(rows: readonly HubRow[]): string {
  const lines = [COLUMNS as readonly string[], ...rows.map((row) => COLUMNS.map((column) => row[column]))];
  const widths = COLUMNS.map((_, place) => Math.max(...lines.map((line) => line[place]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((cell, place) => cell.padEnd(widths[place] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** The rows of a table as somebody wrote it: a line of headings, then a line for each row; the last column may hold spaces. */
export function readTable(text: string): readonly HubRow[] {
  const [, ...lines] = text.trim().split('\n');
  return lines.map((line) => {
    const cells = line.trim().split(/ {2,}/);
    if (cells.length !== COLUMNS.length) {
      throw new Error(`Cannot read the table row "${line}": expected ${COLUMNS.length} cells, found ${cells.length}`);
    }
    return Object.fromEntries(COLUMNS.map((column, place) => [column, cells[place] ?? ''])) as HubRow;
  });
}

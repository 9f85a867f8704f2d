import { counted } from '../../base/format.ts';
import type { Incomplete } from '../../base/incomplete.ts';
import { stripControlCharacters } from '../../base/strip-control-characters.ts';
import { SEVERITIES } from '../../findings/finding.ts';
import { countBySeverity } from '../../findings/severity.ts';
import type { Styler } from '../text/styler.ts';
import type { CheckResult } from './check-result.ts';

/** The result for people: a finding and what to do about it, file by file, then what was not checked. */
export function checkText(result: CheckResult, styler: Styler): string {
  const lines = result.findings.flatMap(({ severity, rule, title, file, line, column, description, remedy }) => [
    `${styler.severity(severity, severity)}  ${shown(title)}`,
    `  ${styler.faint(shown(`${file}:${line}:${column}  ${rule}`))}`,
    `  ${shown(description)}`,
    `  Next: ${shown(remedy)}`,
    '',
  ]);
  return [
    ...lines,
    ...listOf('Not checked, since no file says it:', result.notChecked, styler),
    ...listOf('Could not be checked:', result.incomplete, styler),
    checkSummary(result),
    '',
  ].join('\n');
}

/** The counts of a check, or that there was nothing: `12 files with 14 task definitions and 20 roles: 1 CRITICAL, 2 HIGH.` */
export function checkSummary({ files, definitions, roles, findings }: CheckResult): string {
  const counts = countBySeverity(findings);
  const found = SEVERITIES.filter((severity) => counts[severity] > 0).map(
    (severity) => `${counts[severity]} ${severity}`,
  );
  const what = `${counted(files, 'file')} with ${counted(definitions, 'task definition')} and ${counted(roles, 'role')}`;
  const none = definitions + roles === 0 ? 'nothing was checked' : 'no findings';
  return `${what}: ${found.length === 0 ? none : found.join(', ')}.`;
}

function listOf(title: string, items: readonly Incomplete[], styler: Styler): readonly string[] {
  if (items.length === 0) return [];
  return [styler.heading(title), ...items.map(({ what, why }) => `  ${shown(`${what}: ${why}`)}`), ''];
}

function shown(text: string): string {
  return stripControlCharacters(text);
}

import { compareSeverity } from '../../findings/severity.ts';
import { markdownList, markdownRemedy, markdownTable, markdownText } from '../markdown/markdown-text.ts';
import type { CheckResult } from './check-result.ts';
import { checkSummary } from './check-text.ts';

/** Characters for the table: a comment on GitHub takes 65,536 in all. */
const ROOM = 50_000;
const ROOM_OF_LISTS = 5_000;

/** The result for a comment or a job's summary: worst first, whatever the file, as there may be no room for all. */
export function checkMarkdown(result: CheckResult): string {
  const { findings, incomplete, notChecked } = result;
  const worstFirst = findings.toSorted((a, b) => compareSeverity(a.severity, b.severity));
  const rows = worstFirst.map(({ severity, title, file, line, rule, remedy }) => [
    severity,
    `${markdownText(title)} (${markdownText(rule)})`,
    `${markdownText(file)}:${line}`,
    markdownRemedy(remedy),
  ]);
  const lists = [
    ['Not checked, since no file says it', notChecked],
    ['Could not be checked', incomplete],
  ] as const;
  return [
    '## Task definitions and their roles',
    '',
    markdownText(checkSummary(result)),
    '',
    ...(rows.length === 0 ? [] : markdownTable(['Severity', 'Finding', 'Where', 'Next step'], rows, ROOM)),
    ...lists.flatMap(([title, items]) =>
      items.length === 0
        ? []
        : [
            `### ${title}`,
            '',
            ...markdownList(
              items.map(({ what, why }) => `${what}: ${why}`),
              ROOM_OF_LISTS,
            ),
          ],
    ),
  ].join('\n');
}

import type { ChangeObject } from 'diff';
import { escapeInvisible } from '../../base/escape-invisible.ts';
import { compareLines } from './compare-lines.ts';
import { pairStatements, type StatementObject } from './pair-statements.ts';

/** Lines that two texts share, or that only the first (`removed`) or the second (`added`) has. */
export type LineChange = ChangeObject<readonly string[]>;

/** What changes from some statements to others, as lines of one policy document, statement by statement: each is set against the one that is about the same. */
export function comparePolicies(
  before: readonly StatementObject[],
  after: readonly StatementObject[],
): readonly LineChange[] {
  const pairs = pairStatements(before, after);
  const lastBefore = pairs.findLastIndex((pair) => pair.before !== undefined);
  const lastAfter = pairs.findLastIndex((pair) => pair.after !== undefined);
  const changes = pairs.flatMap((pair, place) =>
    compareLines(linesOf(pair.before, place === lastBefore), linesOf(pair.after, place === lastAfter)),
  );
  return [...compareLines(head(before), head(after)), ...changes, ...compareLines(foot(before), foot(after))];
}

/** True where a comparison found something. */
export function anyChange(changes: readonly LineChange[]): boolean {
  return changes.some(({ removed, added }) => removed || added);
}

/** As `JSON.stringify` indents a statement within a policy document. */
function linesOf(statement: StatementObject | undefined, last: boolean): readonly string[] {
  if (statement === undefined) return [];
  const lines = escapeInvisible(JSON.stringify(statement, null, 2)).split('\n');
  return lines.map((line, place) => `    ${line}${place === lines.length - 1 && !last ? ',' : ''}`);
}

function head(statements: readonly unknown[]): readonly string[] {
  return ['{', '  "Version": "2012-10-17",', statements.length === 0 ? '  "Statement": []' : '  "Statement": ['];
}

function foot(statements: readonly unknown[]): readonly string[] {
  return statements.length === 0 ? ['}'] : ['  ]', '}'];
}

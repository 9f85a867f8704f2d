import { FILE_HEADERS_ONLY, formatPatch, type StructuredPatchHunk } from 'diff';
import type { LineChange } from './compare-policies.ts';

/** Lines shown around a change. */
const CONTEXT = 3;

/** Changes of a text's lines as a unified diff, which turns the one text into the other. */
export function unifiedDiff(oldFileName: string, newFileName: string, changes: readonly LineChange[]): string {
  return formatPatch(
    { oldFileName, newFileName, oldHeader: undefined, newHeader: undefined, hunks: hunksOf(changes) },
    FILE_HEADERS_ONLY,
  );
}

function hunksOf(changes: readonly LineChange[]): StructuredPatchHunk[] {
  const lines = changes.flatMap(({ value, removed, added }) =>
    value.map((line) => `${removed ? '-' : added ? '+' : ' '}${line}`),
  );
  const near = lines.map((_, place) => lines.slice(Math.max(0, place - CONTEXT), place + CONTEXT + 1).some(isChange));
  const hunks: StructuredPatchHunk[] = [];
  let [oldLine, newLine] = [1, 1];
  for (const [place, line] of lines.entries()) {
    if (near[place] === true) {
      if (near[place - 1] !== true) {
        hunks.push({ oldStart: oldLine, oldLines: 0, newStart: newLine, newLines: 0, lines: [] });
      }
      const hunk = hunks.at(-1);
      hunk?.lines.push(line);
      if (hunk !== undefined && !line.startsWith('+')) hunk.oldLines += 1;
      if (hunk !== undefined && !line.startsWith('-')) hunk.newLines += 1;
    }
    if (!line.startsWith('+')) oldLine += 1;
    if (!line.startsWith('-')) newLine += 1;
  }
  return hunks;
}

function isChange(line: string): boolean {
  return !line.startsWith(' ');
}

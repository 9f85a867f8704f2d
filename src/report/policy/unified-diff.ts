import { type DiffLine, lineDiff } from './line-diff.ts';

/** Lines around a change that are shown with it. */
const CONTEXT = 3;

const SIGNS = { same: ' ', removed: '-', added: '+' } as const;

/** A unified diff of two texts, with the names of both; empty where they are the same. */
export function unifiedDiff(before: NamedText, after: NamedText): string {
  const lines = lineDiff(linesOf(before.text), linesOf(after.text));
  const hunks = hunksOf(lines);
  if (hunks.length === 0) return '';
  return [`--- ${before.name}`, `+++ ${after.name}`, ...hunks, ''].join('\n');
}

/** A text and what it is called. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

function linesOf(text: string): readonly string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}

function hunksOf(lines: readonly DiffLine[]): readonly string[] {
  const hunks: string[] = [];
  for (let at = 0; at < lines.length; ) {
    const first = lines.findIndex((line, index) => index >= at && line.kind !== 'same');
    if (first === -1) break;
    let last = first;
    for (let next = first; next < lines.length && next - last <= 2 * CONTEXT; next += 1) {
      if (lines[next]?.kind !== 'same') last = next;
    }
    const from = Math.max(at, first - CONTEXT);
    const to = Math.min(lines.length, last + CONTEXT + 1);
    hunks.push(header(lines, from, to), ...lines.slice(from, to).map(({ kind, text }) => SIGNS[kind] + text));
    at = to;
  }
  return hunks;
}

function header(lines: readonly DiffLine[], from: number, to: number): string {
  const range = (other: DiffLine['kind']): string => {
    const before = lines.slice(0, from).filter(({ kind }) => kind !== other).length;
    const length = lines.slice(from, to).filter(({ kind }) => kind !== other).length;
    return `${length === 0 ? before : before + 1},${length}`;
  };
  return `@@ -${range('added')} +${range('removed')} @@`;
}

/** Lines around a change that are shown with it. */
const CONTEXT = 3;
/** Beyond this many pairs of lines the middle is shown as replaced as a whole. */
const MOST_PAIRS = 16_000_000;

type Edit = ' ' | '-' | '+';
interface DiffLine {
  readonly edit: Edit;
  readonly text: string;
}

/** A unified diff of two texts, with the names of both; empty where they are the same. */
export function unifiedDiff(before: NamedText, after: NamedText): string {
  const lines = diffLines(linesOf(before.text), linesOf(after.text));
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

function diffLines(a: readonly string[], b: readonly string[]): readonly DiffLine[] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let tail = 0;
  while (tail < a.length - start && tail < b.length - start && a.at(-1 - tail) === b.at(-1 - tail)) tail += 1;
  const same = (text: string): DiffLine => ({ edit: ' ', text });
  return [
    ...a.slice(0, start).map(same),
    ...middleOf(a.slice(start, a.length - tail), b.slice(start, b.length - tail)),
    ...a.slice(a.length - tail).map(same),
  ];
}

/** By the longest common subsequence. */
function middleOf(a: readonly string[], b: readonly string[]): readonly DiffLine[] {
  const removed = (text: string): DiffLine => ({ edit: '-', text });
  const added = (text: string): DiffLine => ({ edit: '+', text });
  if (a.length * b.length > MOST_PAIRS) return [...a.map(removed), ...b.map(added)];
  const width = b.length + 1;
  const longest = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const below = longest[(i + 1) * width + j] ?? 0;
      const right = longest[i * width + j + 1] ?? 0;
      const both = longest[(i + 1) * width + j + 1] ?? 0;
      longest[i * width + j] = a[i] === b[j] ? both + 1 : Math.max(below, right);
    }
  }
  const lines: DiffLine[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const [left, right] = [a[i], b[j]];
    if (left !== undefined && left === right) {
      lines.push({ edit: ' ', text: left });
      i += 1;
      j += 1;
    } else if (
      left !== undefined &&
      (right === undefined || (longest[(i + 1) * width + j] ?? 0) >= (longest[i * width + j + 1] ?? 0))
    ) {
      lines.push(removed(left));
      i += 1;
    } else if (right !== undefined) {
      lines.push(added(right));
      j += 1;
    }
  }
  return lines;
}

function hunksOf(lines: readonly DiffLine[]): readonly string[] {
  const hunks: string[] = [];
  for (let at = 0; at < lines.length; ) {
    const first = lines.findIndex((line, index) => index >= at && line.edit !== ' ');
    if (first === -1) break;
    let last = first;
    for (let next = first; next < lines.length && next - last <= 2 * CONTEXT; next += 1) {
      if (lines[next]?.edit !== ' ') last = next;
    }
    const from = Math.max(at, first - CONTEXT);
    const to = Math.min(lines.length, last + CONTEXT + 1);
    hunks.push(header(lines, from, to), ...lines.slice(from, to).map(({ edit, text }) => edit + text));
    at = to;
  }
  return hunks;
}

function header(lines: readonly DiffLine[], from: number, to: number): string {
  const range = (other: Edit): string => {
    const before = lines.slice(0, from).filter(({ edit }) => edit !== other).length;
    const length = lines.slice(from, to).filter(({ edit }) => edit !== other).length;
    return `${length === 0 ? before : before + 1},${length}`;
  };
  return `@@ -${range('+')} +${range('-')} @@`;
}

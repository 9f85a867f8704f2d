import { type ChangeObject, diffArrays } from 'diff';

/** Above this many changed lines both texts are shown whole: the time taken grows with its square, and a reader must not wait. */
const MAX_CHANGED_LINES = 2_000;

/** Runs of lines that two texts share, or that only the first (`removed`) or the second (`added`) has, in order. */
export function compareLines(before: string, after: string): readonly ChangeObject<readonly string[]>[] {
  const a = before.split('\n');
  const b = after.split('\n');
  return (
    diffArrays(a, b, { maxEditLength: MAX_CHANGED_LINES }) ?? [
      { value: a, count: a.length, removed: true, added: false },
      { value: b, count: b.length, removed: false, added: true },
    ]
  );
}

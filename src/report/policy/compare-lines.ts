import { type ChangeObject, diffArrays } from 'diff';

/** Above this many changed lines both texts are shown whole: the time taken grows with its square, and a reader must not wait. */
const MAX_CHANGED_LINES = 2_000;

/** Runs of lines that two texts share, or that only the first (`removed`) or the second (`added`) has, in order. */
export function compareLines(
  before: readonly string[],
  after: readonly string[],
): readonly ChangeObject<readonly string[]>[] {
  return (
    diffArrays([...before], [...after], { maxEditLength: MAX_CHANGED_LINES }) ?? [
      { value: [...before], count: before.length, removed: true, added: false },
      { value: [...after], count: after.length, removed: false, added: true },
    ]
  );
}

import type { EpochMs, TimeRange } from '../base/time.ts';

/** A set of moments: disjoint, not touching, not empty, ascending ranges. */
export type Intervals = readonly TimeRange[];

export const NEVER: Intervals = [];

/** Brings ranges in any order, overlapping or empty, into the one form. */
export function intervals(ranges: readonly TimeRange[]): Intervals {
  const sorted = ranges.filter((range) => range.from < range.to).sort((a, b) => a.from - b.from || a.to - b.to);
  const merged: TimeRange[] = [];
  for (const range of sorted) {
    const last = merged.at(-1);
    if (last === undefined || range.from > last.to) merged.push(range);
    else if (range.to > last.to) merged[merged.length - 1] = { from: last.from, to: range.to };
  }
  return merged;
}

/** Moments in any of the sets. */
export function union(...sets: readonly Intervals[]): Intervals {
  return intervals(sets.flat());
}

/** Moments in both sets. */
export function intersect(a: Intervals, b: Intervals): Intervals {
  const common: TimeRange[] = [];
  for (const left of intervals(a)) {
    for (const right of intervals(b)) {
      common.push({ from: Math.max(left.from, right.from), to: Math.min(left.to, right.to) });
    }
  }
  return intervals(common);
}

/** Moments in all of the sets; of no sets, never (nobody looked). */
export function intersectAll(sets: readonly Intervals[]): Intervals {
  const [first, ...rest] = sets;
  if (first === undefined) return NEVER;
  return rest.reduce((common, set) => intersect(common, set), intervals(first));
}

/** Moments in `a` that are not in `b`. */
export function subtract(a: Intervals, b: Intervals): Intervals {
  let left = [...intervals(a)];
  for (const hole of intervals(b)) {
    left = left.flatMap((range) => {
      if (hole.to <= range.from || range.to <= hole.from) return [range];
      return [
        { from: range.from, to: Math.min(range.to, hole.from) },
        { from: Math.max(range.from, hole.to), to: range.to },
      ].filter((part) => part.from < part.to);
    });
  }
  return left;
}

export function contains(set: Intervals, at: EpochMs): boolean {
  return set.some((range) => range.from <= at && at < range.to);
}

/**
 * The latest unbroken range, if it comes within `tolerance` (milliseconds) of `until` and so can stand for "up to now";
 * cut off at `until`.
 */
export function mostRecentInterval(set: Intervals, until: EpochMs, tolerance: number): TimeRange | undefined {
  const past = intersect(set, [{ from: Number.NEGATIVE_INFINITY, to: until }]);
  const last = past.at(-1);
  return last === undefined || last.to < until - tolerance ? undefined : last;
}

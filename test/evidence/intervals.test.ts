import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TimeRange } from '../../src/base/time.ts';
import {
  contains,
  intersect,
  intersectAll,
  intervals,
  mostRecentInterval,
  subtract,
  union,
} from '../../src/evidence/intervals.ts';

const ranges = fc.array(
  fc
    .tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 40 }))
    .map(([from, to]): TimeRange => ({ from, to })),
  { maxLength: 6 },
);
const moments = Array.from({ length: 41 }, (_, at) => at);

/** The moments of a set, one by one: what the operations must agree with. */
function members(set: readonly TimeRange[]): readonly number[] {
  return moments.filter((at) => contains(set, at));
}

describe('intervals()', () => {
  it('merges what overlaps or touches, and drops what is empty or backwards', () => {
    const messy = [
      { from: 8, to: 9 },
      { from: 1, to: 3 },
      { from: 3, to: 5 },
      { from: 7, to: 7 },
      { from: 9, to: 2 },
    ];
    expect(intervals(messy)).toEqual([
      { from: 1, to: 5 },
      { from: 8, to: 9 },
    ]);
  });

  it('gives disjoint ascending ranges that do not touch, with the same members', () => {
    fc.assert(
      fc.property(ranges, (given) => {
        const set = intervals(given);
        expect(set.every((range, i) => range.from < range.to && (i === 0 || (set[i - 1]?.to ?? 0) < range.from))).toBe(
          true,
        );
        expect(members(set)).toEqual(moments.filter((at) => given.some(({ from, to }) => from <= at && at < to)));
      }),
    );
  });
});

describe('set operations on intervals', () => {
  it('agree with the same operations on single moments', () => {
    fc.assert(
      fc.property(ranges, ranges, (a, b) => {
        const [left, right] = [new Set(members(a)), new Set(members(b))];
        expect(new Set(members(union(a, b)))).toEqual(left.union(right));
        expect(new Set(members(intersect(a, b)))).toEqual(left.intersection(right));
        expect(new Set(members(subtract(a, b)))).toEqual(left.difference(right));
      }),
    );
  });

  it('have nobody watching where there is no set to intersect', () => {
    expect(intersectAll([])).toEqual([]);
  });
});

describe('mostRecentInterval()', () => {
  const set = [
    { from: 0, to: 10 },
    { from: 20, to: 29 },
  ];
  it('takes the last range when it ends near enough to the end', () => {
    expect(mostRecentInterval(set, 30, 1)).toEqual({ from: 20, to: 29 });
    expect(mostRecentInterval(set, 31, 1)).toBeUndefined();
    expect(mostRecentInterval([], 31, 100)).toBeUndefined();
  });

  it('cuts off what lies behind the end', () => {
    expect(mostRecentInterval(set, 25, 1)).toEqual({ from: 20, to: 25 });
  });
});

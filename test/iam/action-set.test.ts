import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type ActionSet,
  complement,
  count,
  emptySet,
  fullSet,
  has,
  intersect,
  isEmpty,
  isSubset,
  placesOf,
  rangeSet,
  sameSet,
  setOf,
  subtract,
  union,
  unionAll,
} from '../../src/iam/action-set.ts';

const UNIVERSE = 203;
const everyPlace = Array.from({ length: UNIVERSE }, (_, i) => i);
const places = fc.uniqueArray(fc.nat(UNIVERSE - 1), { maxLength: 60 });

function members(set: ActionSet): number[] {
  return [...placesOf(set)];
}

function sorted(values: Iterable<number>): number[] {
  return [...values].sort((a, b) => a - b);
}

describe('an action set behaves as a set of numbers', () => {
  test('in each operation on two', () => {
    fc.assert(
      fc.property(places, places, (a, b) => {
        const [x, y] = [setOf(UNIVERSE, a), setOf(UNIVERSE, b)];
        const [p, q] = [new Set(a), new Set(b)];
        expect(members(union(x, y))).toEqual(sorted(p.union(q)));
        expect(members(intersect(x, y))).toEqual(sorted(p.intersection(q)));
        expect(members(subtract(x, y))).toEqual(sorted(p.difference(q)));
        expect(sameSet(x, y)).toBe(p.symmetricDifference(q).size === 0);
        expect(isSubset(x, y)).toBe(p.isSubsetOf(q));
        expect(isSubset(intersect(x, y), x)).toBe(true);
      }),
    );
  });

  test('in each question about one', () => {
    fc.assert(
      fc.property(places, (a) => {
        const set = setOf(UNIVERSE, a);
        expect(members(set)).toEqual(sorted(a));
        expect(count(set)).toBe(a.length);
        expect(isEmpty(set)).toBe(a.length === 0);
        expect(everyPlace.filter((i) => has(set, i))).toEqual(sorted(a));
        expect(members(complement(set))).toEqual(everyPlace.filter((i) => !a.includes(i)));
      }),
    );
  });

  test('in the union of many', () => {
    fc.assert(
      fc.property(fc.array(places, { maxLength: 6 }), (many) => {
        const sets = many.map((one) => setOf(UNIVERSE, one));
        expect(members(unionAll(UNIVERSE, sets))).toEqual(sorted(new Set(many.flat())));
        expect(sets.map(members)).toEqual(many.map(sorted));
      }),
    );
  });
});

test('a range holds what lies in it', () => {
  fc.assert(
    fc.property(fc.nat(UNIVERSE), fc.nat(UNIVERSE), (from, to) => {
      expect(members(rangeSet(UNIVERSE, from, to))).toEqual(everyPlace.slice(from, Math.max(from, to)));
    }),
  );
});

test('the full set and the empty set are each other’s complement', () => {
  for (const universe of [0, 1, 31, 32, 33, 64, UNIVERSE]) {
    expect(count(fullSet(universe))).toBe(universe);
    expect(sameSet(complement(emptySet(universe)), fullSet(universe))).toBe(true);
    expect(isEmpty(complement(fullSet(universe)))).toBe(true);
  }
});

describe('an action set is small', () => {
  const low = setOf(UNIVERSE, [3]);
  const high = setOf(UNIVERSE, [64, 127]);
  const shapeOf = ({ start, words }: ActionSet): readonly number[] => [start, words.length];

  test('of the words between its first and its last member', () => {
    expect([low, high, setOf(UNIVERSE, [127, 64, 202])].map(shapeOf)).toEqual([
      [0, 1],
      [2, 2],
      [2, 5],
    ]);
    expect(shapeOf(rangeSet(UNIVERSE, 64, 128))).toEqual([2, 2]);
    expect(shapeOf(union(low, high))).toEqual([0, 4]);
    expect(shapeOf(union(setOf(UNIVERSE, [70]), setOf(UNIVERSE, [100])))).toEqual([2, 2]);
    expect(shapeOf(intersect(setOf(UNIVERSE, [3, 64, 100]), setOf(UNIVERSE, [33, 64, 202])))).toEqual([1, 3]);
    expect(shapeOf(subtract(setOf(UNIVERSE, [64, 65, 100]), setOf(UNIVERSE, [65, 202])))).toEqual([2, 2]);
  });

  test('and made anew only where it differs', () => {
    const wide = rangeSet(UNIVERSE, 0, 200);
    expect(unionAll(UNIVERSE, [low, wide, high])).toBe(wide);
    expect(unionAll(UNIVERSE, [emptySet(UNIVERSE), low])).toBe(low);
    expect(intersect(low, wide)).toBe(low);
    expect(subtract(low, high)).toBe(low);
    expect(subtract(low, setOf(UNIVERSE, [4, 202]))).toBe(low);
  });
});

test('a place outside the catalogue is refused', () => {
  expect(() => setOf(10, [10])).toThrow('Cannot add action 10 to a set of 10');
  expect(() => setOf(10, [-1])).toThrow('Cannot add action -1 to a set of 10');
});

test('sets of different catalogues are not combined', () => {
  const one = setOf(10, [1]);
  const other = setOf(11, [1]);
  expect(() => union(one, other)).toThrow('one has 10 actions, the other 11');
  expect(() => intersect(one, other)).toThrow('one has 10 actions, the other 11');
  expect(() => subtract(one, other)).toThrow('one has 10 actions, the other 11');
});

test('sets stay as they are while thousands of others are made', () => {
  const universe = 22_000;
  const sets = Array.from({ length: 2_000 }, (_, i) => {
    const ends = setOf(universe, [0, universe - 1]);
    return { i, set: union(ends, setOf(universe, [1 + i])) };
  });
  for (const { i, set } of sets) expect(members(set)).toEqual([0, 1 + i, universe - 1]);
});

test('a catalogue may be of any size', () => {
  const universe = 100_000;
  const set = union(setOf(universe, [0, universe - 1]), setOf(universe, [50_000]));
  expect(members(subtract(set, setOf(universe, [50_000])))).toEqual([0, universe - 1]);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rotateForRun } from '../../src/base/rotate-for-run.ts';

test('everything is there once, in the order of a circle', () => {
  fc.assert(
    fc.property(fc.nat(300), fc.nat(30_000), (count, time) => {
      const turns = rotateForRun(numbers(count), time);
      expect(turns.toSorted((a, b) => a - b)).toEqual(numbers(count));
      expect(turns.every((item, place) => place === 0 || item === ((turns[place - 1] ?? 0) + 1) % count)).toBe(true);
    }),
  );
});

test.each([
  { part: 0.8, times: 2 },
  { part: 0.5, times: 3 },
  { part: 0.25, times: 6 },
  { part: 0.1, times: 15 },
])('where $part get their turn, all have had it after $times times', ({ part, times }) => {
  fc.assert(
    fc.property(fc.integer({ min: 20, max: 3_000 }), fc.integer({ min: 18_000, max: 30_000 }), (count, first) => {
      const nights = Array.from({ length: times }, (_, night) =>
        rotateForRun(numbers(count), first + night).slice(0, Math.ceil(part * count)),
      );
      expect(new Set(nights.flat()).size).toBe(count);
    }),
  );
});

function numbers(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clip, counted, listed, quoted } from '../../src/base/format.ts';

test('clip() keeps what fits and marks what does not', () => {
  expect(clip('abc', 3)).toBe('abc');
  expect(clip('abcd', 3)).toBe('ab…');
});

test('clip() never exceeds its length and never leaves half a character', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat(20), (text, max) => {
      const clipped = clip(text, max);
      expect(clipped.length).toBeLessThanOrEqual(max);
      expect(clipped.isWellFormed()).toBe(true);
    }),
  );
});

test.each([
  [[], ''],
  [['a'], 'a'],
  [['a', 'b'], 'a and b'],
  [['a', 'b', 'c'], 'a, b and c'],
  [['a', 'b', 'c', 'd'], 'a, b, c and d'],
  [['a', 'b', 'c', 'd', 'e'], 'a, b, c and 2 more'],
])('listed(%j, 3) is "%s"', (items, text) => {
  expect(listed(items, 3)).toBe(text);
});

test.each([
  [1, 'role', '1 role'],
  [0, 'role', '0 roles'],
  [2, 'family', '2 families'],
  [1, 'family', '1 family'],
  [2, 'broad AWS managed policy', '2 broad AWS managed policies'],
  [3, 'day', '3 days'],
  [2, 'access', '2 accesses'],
  [2, 'branch', '2 branches'],
])('counted(%d, "%s") is "%s"', (count, noun, text) => {
  expect(counted(count, noun)).toBe(text);
});

test('counts for people are read in groups of three digits', () => {
  expect(counted(1234, 'role')).toBe('1,234 roles');
  expect(
    listed(
      Array.from({ length: 1_006 }, (_, place) => String(place)),
      2,
    ),
  ).toBe('0, 1 and 1,004 more');
});

test.each([
  ['text', '"text"'],
  ['a "b"\n', String.raw`"a \"b\"\n"`],
  ['x'.repeat(81), `"${'x'.repeat(79)}…"`],
  [undefined, 'missing'],
  [null, 'null'],
  [12.5, '12.5'],
  [false, 'false'],
  [[], 'an empty array'],
  [[1], 'an array'],
  [{ a: 1 }, 'an object'],
])('quoted(%j) is %s', (value, text) => {
  expect(quoted(value)).toBe(text);
});

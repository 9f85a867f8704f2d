import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clip, counted, listed, stripControlCharacters } from '../../src/findings/text.ts';

test('clip keeps what fits and marks what does not', () => {
  expect(clip('abc', 3)).toBe('abc');
  expect(clip('abcd', 3)).toBe('ab…');
});

test('clip never exceeds its length and never leaves half a character', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat(20), (text, max) => {
      const clipped = clip(text, max);
      expect(clipped.length).toBeLessThanOrEqual(max);
      expect(clipped.isWellFormed()).toBe(true);
    }),
  );
});

test('stripControlCharacters removes lines, control characters and reversed writing', () => {
  expect(stripControlCharacters('a\nb\u202egnp\u0000\u2028c\u200b')).toBe('a bgnp c');
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

test('counted chooses the number of the noun', () => {
  expect([counted(1, 'role'), counted(0, 'role'), counted(2, 'policy', 'policies')]).toEqual([
    '1 role',
    '0 roles',
    '2 policies',
  ]);
});

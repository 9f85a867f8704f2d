import { expect, test } from 'vitest';
import { internLists, internTexts } from '../../src/base/intern.ts';

test('equal texts stay equal, and different ones different', () => {
  const share = internTexts();
  expect(['a', 'b', 'a', ''].map(share)).toEqual(['a', 'b', 'a', '']);
});

test('lists of the same elements in the same order become one', () => {
  const [a, b] = [{ name: 'a' }, { name: 'b' }];
  const share = internLists<object>();
  const [first, second] = [
    [a, b],
    [a, b],
  ];
  expect(share(first)).toBe(first);
  expect(share(second)).toBe(first);
});

test.each([
  ['shorter', ['a']],
  ['longer', ['a', 'b', 'c']],
  ['in another order', ['b', 'a']],
  ['empty', []],
])('a list that is %s stays apart', (_, other) => {
  const share = internLists<string>();
  share(['a', 'b']);
  expect(share(other)).toBe(other);
});

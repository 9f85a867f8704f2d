import { expect, test } from 'vitest';
import { byText } from '../../src/base/by-text.ts';

test('byText() orders by UTF-16 code', () => {
  expect([byText('a', 'b'), byText('b', 'a'), byText('a', 'a'), byText('B', 'a')]).toEqual([-1, 1, 0, -1]);
});

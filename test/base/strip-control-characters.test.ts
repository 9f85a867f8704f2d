import { expect, test } from 'vitest';
import { stripControlCharacters } from '../../src/base/strip-control-characters.ts';

test('stripControlCharacters() removes lines, control characters and reversed writing', () => {
  expect(stripControlCharacters('a\nb\u202egnp\u0000\u2028c\u200b')).toBe('a bgnp c');
});

import { expect, test } from 'vitest';
import { isAccountId, parseAccountId } from '../../src/base/account-id.ts';

test.each(['123456789012', '000000000001'])('%s is the number of an account', (text) => {
  expect(parseAccountId(text)).toEqual({ ok: true, value: text });
});

test.each(['', '12345678901', '1234567890123', '12345678901x', ' 123456789012'])('"%s" is none', (text) => {
  expect(parseAccountId(text)).toEqual({
    ok: false,
    problem: `Cannot parse account "${text}": expected 12 digits such as 123456789012`,
  });
});

test('a number is no text', () => {
  expect(isAccountId(123456789012)).toBe(false);
});

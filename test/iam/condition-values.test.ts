import { describe, expect, test } from 'vitest';
import { evaluateCondition } from '../../src/iam/condition/condition.ts';
import { createContext } from '../../src/iam/request-context.ts';
import type { Truth } from '../../src/iam/truth.ts';

function holds(operator: string, policyValue: string, requestValue: string): Truth {
  const scope = { version: '2012-10-17', context: createContext({ k: [requestValue] }) } as const;
  return evaluateCondition({ [operator]: { k: [policyValue] } }, scope).truth;
}

describe('addresses', () => {
  test.each<[string, string, boolean]>([
    ['203.0.113.0/24', '203.0.113.255', true],
    ['203.0.113.0/24', '203.0.112.255', false],
    ['203.0.113.5/24', '203.0.113.9', true],
    ['203.0.113.4/31', '203.0.113.5', true],
    ['203.0.113.4/31', '203.0.113.6', false],
    ['203.0.113.4/32', '203.0.113.5', false],
    ['203.0.113.4/32', '203.0.113.4', true],
    ['203.0.113.4/33', '203.0.113.4', false],
    ['203.0.113.4/24.5', '203.0.113.4', false],
    ['203.0.113.4/2e1', '203.0.113.4', false],
    ['203.0.113.4/', '203.0.113.4', false],
    ['203.0.113.4/-1', '203.0.113.4', false],
    ['203.0.113.4/24/8', '203.0.113.4', false],
    ['203.0.113', '203.0.113.0', false],
    ['203.0.113.256', '203.0.113.0', false],
    ['203.0.113.x', '203.0.113.0', false],
    ['203.0.113.1e1', '203.0.113.1e1', false],
    ['203.0.113.-1', '203.0.113.-1', false],
    ['203.0.113.1.1', '203.0.113.1', false],
    [' 203.0.113.4 ', ' 203.0.113.4 ', true],
    ['203.0.113.4', 'nowhere', false],
    ['255.255.255.255/1', '128.0.0.0', true],
    ['::/0', '2001:db8::1', true],
    ['::1', '::1', true],
    ['::1', '0:0:0:0:0:0:0:1', true],
    ['::1', '::2', false],
    ['1::', '1:0:0:0:0:0:0:0', true],
    ['2001:db8::/32', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff', true],
    ['2001:db8::/33', '2001:db8:8000::', false],
    ['2001:db8::/129', '2001:db8::', false],
    ['1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8', true],
    ['1:2:3:4:5:6:7', '1:2:3:4:5:6:7', false],
    ['1:2:3:4:5:6:7:8:9', '1:2:3:4:5:6:7:8:9', false],
    ['1:2:3:4::5:6:7:8', '1:2:3:4::5:6:7:8', false],
    ['1::2::3', '1::2::3', false],
    ['1:2:3:4::5:6:7:8::9', '1:2:3:4::5:6:7:8::9', false],
    ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0', true],
    ['1', '1', false],
    ['12345::', '12345::', false],
    ['g::', 'g::', false],
    ['::ffff:192.0.2.1', '::ffff:c000:201', true],
    ['::192.0.2.1:1', '::192.0.2.1:1', false],
    ['0.0.0.1', '::1', false],
    ['', '', false],
  ])('IpAddress %s of %s: %s', (block, address, expected) => {
    expect(holds('IpAddress', block, address)).toBe(expected);
    expect(holds('NotIpAddress', block, address)).toBe(!expected);
  });
});

describe('numbers', () => {
  test.each<[string, string, boolean]>([
    ['1', '1', true],
    ['1', '+1', true],
    ['1', '2', false],
    ['-1.50', '-1.5', true],
    ['.5', '0.5', true],
    ['1.', '1', true],
    ['1e3', '1000', true],
    [' 7 ', '7', true],
    ['7', ' 7 ', true],
    ['0x10', '16', false],
    ['16', '0x10', false],
    ['1', '', false],
    ['', '', false],
    ['.', '.', false],
    ['Infinity', 'Infinity', false],
    ['1 2', '1 2', false],
    ['a1', 'a1', false],
  ])('NumericEquals %s of %s: %s', (policyValue, requestValue, expected) => {
    expect(holds('NumericEquals', policyValue, requestValue)).toBe(expected);
    expect(holds('NumericNotEquals', policyValue, requestValue)).toBe(!expected);
  });

  test.each(['NumericLessThan', 'NumericLessThanEquals', 'NumericGreaterThan', 'NumericGreaterThanEquals'])(
    '%s compares by size',
    (operator) => {
      const [less, equal, greater] = ['9', '10', '11'].map((value) => holds(operator, '10', value));
      expect([less, equal, greater]).toEqual([
        operator.includes('Less'),
        operator.endsWith('Equals'),
        operator.includes('Greater'),
      ]);
      expect(holds(operator, 'x', '10')).toBe(false);
    },
  );
});

describe('dates', () => {
  const NEW_YEAR = '1767225600';
  test.each<[string, boolean]>([
    ['2026', true],
    ['2026-01', true],
    ['2026-01-01', true],
    ['2026-01-01T00:00Z', true],
    ['2026-01-01T00:00:00Z', true],
    ['2026-01-01t00:00:00z', true],
    ['2026-01-01T00:00:00.000Z', true],
    ['2026-01-01T00:00:00', true],
    ['2026-01-01T01:30:00+01:30', true],
    [' 2026-01-01 ', true],
    ['1767225600.0', true],
    ['2026-01-02', false],
    ['2026-13-01', false],
    ['2026-1-1', false],
    ['2026-01T00:00Z', false],
    ['2026-01-01T00:00+0000', true],
    ['1 January 2026', false],
    ['x2026-01-01', false],
    ['2026-01-01x', false],
    ['x1767225600', false],
    ['1767225600x', false],
    ['', false],
  ])('DateEquals %s is the new year of 2026: %s', (text, expected) => {
    expect(holds('DateEquals', NEW_YEAR, text)).toBe(expected);
    expect(holds('DateEquals', text, NEW_YEAR)).toBe(expected);
    expect(holds('DateNotEquals', text, NEW_YEAR)).toBe(!expected);
  });

  test.each(['DateLessThan', 'DateLessThanEquals', 'DateGreaterThan', 'DateGreaterThanEquals'])(
    '%s compares by time',
    (operator) => {
      const days = ['2025-12-31', '2026-01-01', '2026-01-02'].map((value) => holds(operator, NEW_YEAR, value));
      expect(days).toEqual([operator.includes('Less'), operator.endsWith('Equals'), operator.includes('Greater')]);
    },
  );
});

describe('other values', () => {
  test.each<[string, string, string, Truth]>([
    ['Bool', 'TRUE', 'true', true],
    ['Bool', 'yes', 'yes', false],
    ['Bool', 'true', 'yes', false],
    ['BinaryEquals', 'YWI=', 'YWI', true],
    ['BinaryEquals', 'YWI=', 'ywi=', false],
    ['BinaryEquals', '=YWI', 'YWI', false],
    ['BinaryEquals', 'YWI', '=YWI', false],
    ['BinaryEquals', 'YQ==', 'YQ', true],
    ['BinaryEquals', 'YQ', 'YQ==', true],
    ['StringEquals', '', '', true],
    ['StringLike', '', 'a', false],
    ['StringEqualsIgnoreCase', 'ÄB', 'äb', true],
    ['ArnLike', 'arn:*:*:*:*:*', 'arn:aws:s3:::b', true],
    ['ArnLike', 'arn:aws:s3:::a:b', 'arn:aws:s3:::a:b', true],
    ['ArnLike', 'arn:aws:s3:::a*d', 'arn:aws:s3:::a:b:d', true],
    ['ArnLike', 'arn:aws:s3:::a', 'arn:aws:s3:::A', false],
    ['ArnLike', 'arn:aws:s3:::a', 'arn:aws:s3', false],
    ['ArnLike', '*', 'arn:aws:s3:::a', 'unknown'],
    ['ArnLike', '*', 'arn:aws:s3', false],
    ['ArnLike', '*:*:*:*:*:*', 'urn:a:b:c:d:e', false],
    ['ArnLike', 'arn:aws:S*', 'arn:aws:s3:::a', false],
    ['ArnLike', 'arn:aws:sqs:*', 'arn:aws:s3:::a', false],
  ])('%s %s of %s: %s', (operator, policyValue, requestValue, expected) => {
    expect(holds(operator, policyValue, requestValue)).toBe(expected);
  });

  test.each<[string, string, Truth]>([
    ['StringEquals', 'a', true],
    ['StringEquals', 'x', false],
    ['StringNotEquals', 'a', false],
    ['StringNotEquals', 'x', true],
  ])('of several values of the request without a quantifier, %s %s: %s', (operator, policyValue, expected) => {
    const scope = { version: '2012-10-17', context: createContext({ k: ['a', 'b'] }) } as const;
    expect(evaluateCondition({ [operator]: { k: [policyValue] } }, scope).truth).toBe(expected);
  });

  test.each<[readonly string[], boolean, boolean]>([
    [['true'], false, true],
    [['false'], true, false],
    [['true', 'false'], true, true],
    [[], false, false],
  ])('Null %j: %s of a key that is there, %s of one that is not', (values, present, absent) => {
    const scope = { version: '2012-10-17', context: createContext({ k: 'x', l: null }) } as const;
    expect(evaluateCondition({ Null: { k: values } }, scope).truth).toBe(present);
    expect(evaluateCondition({ Null: { l: values } }, scope).truth).toBe(absent);
  });

  test.each(['k', 'l', 'unknown'])('Null with a quantifier says the same whatever the request has: %s', (key) => {
    const scope = { version: '2012-10-17', context: createContext({ k: 'x', l: null }) } as const;
    for (const value of ['true', 'false']) {
      expect(evaluateCondition({ 'ForAllValues:Null': { [key]: [value] } }, scope).truth).toBe(true);
      expect(evaluateCondition({ 'ForAnyValue:Null': { [key]: [value] } }, scope).truth).toBe(false);
    }
  });

  // biome-ignore-start lint/suspicious/noTemplateCurlyInString: policy variables
  test.each<[string, string, Truth]>([
    ['ArnLike', 'arn:aws:iam::1:user/${aws:username}', false],
    ['ArnNotLike', 'arn:aws:iam::1:user/${aws:username}', 'unknown'],
    ['ArnLike', 'arn:aws:iam::1:${tag}', 'unknown'],
    ['ArnLike', 'arn:aws:sqs::1:${tag}', false],
    ['StringLike', 'arn:*${aws:username}', false],
    ['StringNotLike', 'arn:*${aws:username}', 'unknown'],
    ['StringLike', 'arn:*${tag}', 'unknown'],
    ['StringEquals', '${tag}', 'unknown'],
  ])('%s %s, of variables without a value or of unknown value: %s', (operator, policyValue, expected) => {
    const context = createContext({ k: 'arn:aws:iam::1:user/a', 'aws:username': null });
    expect(evaluateCondition({ [operator]: { k: [policyValue] } }, { version: '2012-10-17', context }).truth).toBe(
      expected,
    );
  });
  // biome-ignore-end lint/suspicious/noTemplateCurlyInString: policy variables

  test('what is not known is not named once something else decides', () => {
    const scope = { version: '2012-10-17', context: createContext({ k: 'a' }) } as const;
    const block = { StringEquals: { 'aws:SourceVpc': ['vpc-1'], k: ['b'] } };
    expect(evaluateCondition(block, scope)).toEqual({ truth: false, unknown: [] });
  });

  test.each([
    'StringEqual',
    'String',
    'IfExists',
    'ForAllValues:',
    'ForSomeValues:StringEquals',
    'NullIfExists',
    'xStringEquals',
    'StringEquals ',
  ])('%s is no operator that is known', (operator) => {
    expect(holds(operator, 'true', 'true')).toBe('unknown');
  });
});

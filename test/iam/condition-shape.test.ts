import { describe, expect, test } from 'vitest';
import { evaluateCondition } from '../../src/iam/condition/condition.ts';
import { fitsShape } from '../../src/iam/condition/shape.ts';
import { createContext, withShapes } from '../../src/iam/request-context.ts';
import type { Truth } from '../../src/iam/truth.ts';

describe('fitsShape()', () => {
  test.each<[string, string, Truth]>([
    ['abc', 'abc', true],
    ['a?c', 'abc', true],
    ['abd', 'abc', false],
    ['*', 'AROA:*', true],
    ['AROA:*', 'AROA:*', true],
    ['AR*', 'AROA:*', true],
    ['AROA:?', 'AROA:*', 'unknown'],
    ['AROA:x', 'AROA:*', 'unknown'],
    ['AROA:x*', 'AROA:*', 'unknown'],
    ['AROB:x', 'AROA:*', false],
    ['AROB:*', 'AROA:*', false],
    ['*x', 'AROA:*', 'unknown'],
    ['A?x', 'AROA:*', 'unknown'],
    ['B?x', 'AROA:*', false],
    ['*?', 'AROA:*', 'unknown'],
    ['A', 'A*B', false],
  ])('%s on %s: %s', (pattern, shape, expected) => {
    expect(fitsShape([{ wild: pattern }], shape)).toBe(expected);
  });

  test('a literal star of the pattern covers no shape', () => {
    expect(fitsShape([{ wild: 'a' }, { literal: '*' }], 'a*')).toBe('unknown');
    expect(fitsShape([{ literal: 'b' }, { wild: '*' }], 'a*')).toBe('unknown');
    expect(fitsShape([{ wild: 'a*' }, { literal: '*' }], 'a*')).toBe('unknown');
  });

  test('parts of a pattern are taken together', () => {
    expect(fitsShape([{ wild: 'a' }, { wild: 'b*' }], 'ab*')).toBe(true);
    expect(fitsShape([{ literal: 'a' }, { literal: 'bc' }], 'ab*')).toBe('unknown');
    expect(fitsShape([{ wild: 'a' }, { literal: 'c' }], 'ab*')).toBe(false);
    expect(fitsShape([{ literal: 'a?' }], 'a*')).toBe('unknown');
  });
});

describe('evaluateCondition() on a value known in part', () => {
  const context = withShapes(createContext({ 'aws:PrincipalAccount': '111111111111', 'aws:username': null }), {
    'aws:userid': 'AROA:*',
    'aws:SourceArn': 'arn:aws:ecs:*:111111111111:*',
    'aws:Part': 'arn:aws:*',
    'aws:Colons': 'arn:aws:ecs:*:*:a:b:*',
  });
  test.each<[string, string, string, Truth]>([
    ['StringLike', 'aws:userid', 'AROA:*', true],
    ['StringNotLike', 'aws:userid', 'AROA:*', false],
    ['StringNotLike', 'aws:userid', 'AROB:*', true],
    ['ForAnyValue:StringLike', 'aws:userid', 'AROA:*', true],
    ['StringLikeIfExists', 'aws:userid', 'AROB:*', false],
    ['StringEquals', 'aws:userid', 'AROA:task', 'unknown'],
    ['StringEquals', 'aws:userid', 'AROB:task', false],
    ['StringEquals', 'aws:userid', 'AROA:*', 'unknown'],
    ['StringEqualsIgnoreCase', 'aws:userid', 'x', 'unknown'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
    ['StringLike', 'aws:userid', 'AROA:${aws:username}', false],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
    ['StringEquals', 'aws:userid', '${aws:SourceAccount}', 'unknown'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
    ['StringLike', 'aws:userid', 'AROB:${aws:SourceAccount}', 'unknown'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
    ['ArnLike', 'aws:SourceArn', 'arn:aws:ecs:*:${aws:username}:*', false],
    ['ArnLike', 'aws:Part', 'arn:aws:*:*:*:*', 'unknown'],
    ['ArnLike', 'aws:Colons', 'arn:aws:ecs:*:*:a:b*', true],
    ['ArnLike', 'aws:Colons', 'arn:aws:ecs:*:*:a:c*', false],
    ['Null', 'aws:userid', 'false', true],
    ['ArnLike', 'aws:SourceArn', 'arn:aws:ecs:*:111111111111:*', true],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
    ['ArnLike', 'aws:SourceArn', 'arn:aws:ecs:*:${aws:PrincipalAccount}:*', true],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
    ['ArnLike', 'aws:SourceArn', 'arn:aws:ecs:*:${aws:SourceAccount}:*', 'unknown'],
    ['ArnLike', 'aws:SourceArn', 'arn:aws:ecs:*:222222222222:*', false],
    ['ArnNotLike', 'aws:SourceArn', 'arn:aws:ecs:*:222222222222:*', true],
    ['ArnLike', 'aws:SourceArn', 'arn:aws:*', 'unknown'],
  ])('%s %s %s: %s', (operator, key, value, expected) => {
    const result = evaluateCondition({ [operator]: { [key]: [value] } }, { version: '2012-10-17', context });
    expect(result.truth).toBe(expected);
    expect(result.unknown).toEqual(expected === 'unknown' ? [`${key} is known only in part (${operator})`] : []);
  });
});

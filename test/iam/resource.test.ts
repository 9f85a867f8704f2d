// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables look like template strings

import { describe, expect, test } from 'vitest';
import { arnComponents, arnParts, componentsMatch, resourceMatches } from '../../src/iam/arn-pattern.ts';
import { createContext } from '../../src/iam/request-context.ts';
import { coversEveryResource, matchResource, type ResourceElement } from '../../src/iam/resource.ts';
import type { Truth } from '../../src/iam/truth.ts';

describe('resourceMatches()', () => {
  test.each<[string, string, boolean]>([
    ['*', 'arn:aws:s3:::b', true],
    ['*', '*', true],
    ['arn:aws:s3:::b', '*', false],
    ['arn:*', 'arn:aws:s3:::b', true],
    ['arn:aws:s3:::b', 'arn:aws:s3:::b', true],
    ['arn:aws:s3:::b', 'arn:aws:s3:::B', false],
    ['arn:aws:s3:::b/*', 'arn:aws:s3:::b/k:v', true],
    ['arn:aws:sqs:?:1:q', 'arn:aws:sqs::1:q', false],
    ['arn:aws:sqs:us-?:1:q', 'arn:aws:sqs:us-1:1:q', true],
    ['arn:aws:sqs:us*1:1:q', 'arn:aws:sqs:us:1:1:q', false],
    ['arn:aws:sqs:us*:q', 'arn:aws:sqs:us-east-1:1:q', true],
    ['arn:aws:s3*', 'arn:aws:s3:::b', true],
    ['arn:aws:s3', 'arn:aws:s3:::b', true],
    ['arn:aws:logs:*:*:log-group:/x:*', 'arn:aws:logs:us-east-1:1:log-group:/x:log-stream:y', true],
    ['arn:aws:logs:*:*:log-group:/x', 'arn:aws:logs:us-east-1:1:log-group:/x:log-stream:y', false],
    ['arn:aws:s3:::b*', 'arn:aws:s3:::', false],
    ['arn:aws:s3:::b', 'arn:aws:s3', false],
    ['bucket', 'bucket', true],
    ['arn', 'arn:aws:s3:::b', false],
    ['urn:aws', 'urn:aws:s3:::b', false],
    ['arn:aws:sqs:u*t:1:q*', 'arn:aws:sqs:us:east:1:q', false],
  ])('%s on %s: %s', (pattern, resource, expected) => {
    expect(resourceMatches([{ wild: pattern }], resource)).toBe(expected);
  });

  test('a star in the text of a variable reaches nothing', () => {
    expect(resourceMatches([{ wild: 'arn:aws:sqs:' }, { literal: 'us*' }, { wild: ':q' }], 'arn:aws:sqs:us*:1:q')).toBe(
      false,
    );
    expect(resourceMatches([{ wild: 'arn:aws:s3:::' }, { literal: '*' }], 'arn:aws:s3:::b')).toBe(false);
    expect(resourceMatches([{ wild: 'arn:aws:s3:::' }, { literal: '*' }], 'arn:aws:s3:::*')).toBe(true);
  });
});

describe('the components of an ARN pattern', () => {
  test('are six at most, the last with its colons', () => {
    expect(arnComponents([{ wild: 'arn:aws:logs:*::a:b' }])).toEqual([
      [{ wild: 'arn' }],
      [{ wild: 'aws' }],
      [{ wild: 'logs' }],
      [{ wild: '*' }],
      [],
      [{ wild: 'a' }, { wild: ':b' }],
    ]);
  });

  test('may be made of several parts, and a part of several components', () => {
    expect(arnComponents([{ wild: 'arn:a' }, { literal: 'b:c*' }, { wild: '' }])).toEqual([
      [{ wild: 'arn' }],
      [{ wild: 'a' }, { literal: 'b' }],
      [{ literal: 'c*' }],
    ]);
  });

  test('match component by component, and anything where one is missing', () => {
    expect(componentsMatch(arnComponents([{ wild: 'arn:aws' }]), 'arn:aws:s3:::b')).toBe(true);
    expect(componentsMatch(arnComponents([{ wild: 'arn:aws' }]), 'arn:aws')).toBe(false);
    expect(componentsMatch(arnComponents([{ wild: 'arn:AWS' }]), 'arn:aws:s3:::b')).toBe(false);
  });

  test('of an ARN are its six parts', () => {
    expect(arnParts('arn:aws:logs:r:1:a:b:c')).toEqual(['arn', 'aws', 'logs', 'r', '1', 'a:b:c']);
    expect(arnParts('arn:aws:s3:::')).toEqual(['arn', 'aws', 's3', '', '', '']);
    expect(arnParts('arn:aws:s3::')).toBeUndefined();
  });
});

describe('matchResource()', () => {
  const scope = { version: '2012-10-17', context: createContext({ here: 'b', gone: null }) } as const;
  test.each<[string, ResourceElement, Truth, readonly string[]]>([
    ['no element', {}, true, []],
    ['the resource', { resource: ['arn:aws:s3:::a', 'arn:aws:s3:::b'] }, true, []],
    ['another resource', { resource: ['arn:aws:s3:::a'] }, false, []],
    ['a variable', { resource: ['arn:aws:s3:::${here}'] }, true, []],
    ['a variable without a value', { resource: ['arn:aws:s3:::${gone}'] }, false, []],
    ['a variable that is not known', { resource: ['arn:aws:s3:::${what}'] }, 'unknown', ['what']],
    ['a variable that is not known in an ARN that does not fit', { resource: ['arn:aws:sqs:::${what}'] }, false, []],
    [
      'a variable that is not known beside the resource',
      { resource: ['arn:aws:s3:::${what}', 'arn:aws:s3:::b'] },
      true,
      [],
    ],
    ['all but the resource', { notResource: ['arn:aws:s3:::b'] }, false, []],
    ['all but another', { notResource: ['arn:aws:s3:::a'] }, true, []],
    ['all but the resource and another', { notResource: ['arn:aws:s3:::a', 'arn:aws:s3:::b'] }, false, []],
    ['all but a variable that is not known', { notResource: ['arn:aws:s3:::${what}'] }, 'unknown', ['what']],
    ['all but a variable without a value', { notResource: ['arn:aws:s3:::${gone}'] }, 'unknown', ['gone']],
    [
      'all but the resource and what is not known',
      { notResource: ['arn:aws:s3:::${what}', 'arn:aws:s3:::b'] },
      false,
      [],
    ],
  ])('%s', (_, statement, truth, unknownKeys) => {
    expect(matchResource(statement, 'arn:aws:s3:::b', scope)).toEqual({ truth, unknownKeys });
  });
});

test.each<[ResourceElement, boolean]>([
  [{}, true],
  [{ resource: ['*'] }, true],
  [{ resource: ['**'] }, true],
  [{ resource: ['arn:aws:s3:::b', '*'] }, true],
  [{ resource: ['arn:*'] }, false],
  [{ resource: ['*:*'] }, false],
  [{ resource: ['?*'] }, false],
  [{ notResource: ['arn:aws:s3:::b'] }, false],
])('%j covers every resource: %s', (statement, expected) => {
  expect(coversEveryResource(statement)).toBe(expected);
});

test('NotResource with a variable that may have no value is about nobody knows what, however unlike the resource', () => {
  const statement = { notResource: ['arn:aws:s3:::${aws:PrincipalTag/team}/*'] };
  const unknown = { version: '2012-10-17', context: createContext({}) } as const;
  expect(matchResource(statement, 'arn:aws:sqs:us-east-1:1:queue', unknown).truth).toBe('unknown');
});

// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables look like template strings

import { expect, test } from 'vitest';
import { resourceCovers, resourcesMayOverlap } from '../../src/iam/resource-cover.ts';

test.each<[string, string, boolean]>([
  ['*', 'arn:aws:s3:::b', true],
  ['**', '${aws:username}', true],
  ['?*', 'arn:aws:s3:::b*', false],
  ['*x', 'arn:aws:s3:::b', false],
  ['arn:aws:s3:::b', 'arn:aws:s3:::b', true],
  ['arn:aws:s3:::b?', 'arn:aws:s3:::b?', true],
  ['arn:aws:s3:::${aws:username}', 'arn:aws:s3:::${aws:username}', true],
  ['arn:aws:s3:::${aws:username}*', 'arn:aws:s3:::${aws:username}', false],
  ['arn:aws:s3:::*', 'arn:aws:s3:::${aws:username}', false],
  ['arn:aws:s3:::b*', 'arn:aws:s3:::b/*', true],
  ['arn:aws:s3:::b/*', 'arn:aws:s3:::b*', false],
  ['arn:aws:s3:::b?', 'arn:aws:s3:::b*', false],
  ['arn:aws:s3:::b?', 'arn:aws:s3:::bc', true],
  ['arn:aws:s3:::b', 'arn:aws:s3:::c', false],
  ['arn:aws:s3:::b', '*', false],
  ['x*', 'x', true],
])('%s covers %s: %s', (wide, narrow, expected) => {
  expect(resourceCovers(wide, narrow)).toBe(expected);
});

test.each<[string, string, boolean]>([
  ['arn:aws:s3:::b', 'arn:aws:s3:::b', true],
  ['arn:aws:s3:::b', 'arn:aws:s3:::bc', false],
  ['arn:aws:s3:::b*', 'arn:aws:s3:::bc', true],
  ['arn:aws:s3:::b?', 'arn:aws:s3:::bc', true],
  ['arn:aws:s3:::bcd*', 'arn:aws:s3:::bc', false],
  ['arn:aws:s3:::x*', 'arn:aws:s3:::bc', false],
  ['arn:aws:s3:::b*', 'arn:aws:s3:::bc*', true],
  ['arn:aws:s3:::b*', 'arn:aws:s3:::c*', false],
  ['arn:aws:s3:::${aws:username}/x', 'arn:aws:s3:::a/*', true],
  ['arn:aws:s3:::a$b', 'arn:aws:s3:::a{b', false],
  ['*', 'arn:aws:s3:::b', true],
])('%s and %s may overlap: %s', (a, b, expected) => {
  expect(resourcesMayOverlap(a, b)).toBe(expected);
  expect(resourcesMayOverlap(b, a)).toBe(expected);
});

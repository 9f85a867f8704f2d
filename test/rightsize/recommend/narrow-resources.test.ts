import { describe, expect, it } from 'vitest';
import { resourceCovers, resourcesMayOverlap } from '../../../src/iam/resource-cover.ts';
import { narrowResources } from '../../../src/rightsize/recommend/narrow-resources.ts';

const A = 'arn:aws:sqs:eu-west-1:111111111111:a';
const B = 'arn:aws:sqs:eu-west-1:111111111111:b';
const ANY = 'arn:aws:sqs:*:111111111111:*';

describe('narrowResources()', () => {
  it.each<[string, readonly string[], readonly string[], readonly string[]]>([
    ['takes what was seen of everything', ['*'], [A], [A]],
    ['takes what was seen of a pattern', [ANY], [A], [A]],
    ['keeps a resource that was seen', [A], [A], [A]],
    ['leaves out a resource that was not', [A, B], [A], [A]],
    ['keeps what lies inside what was seen', [A], [ANY], [A]],
    ['is nothing where all lay elsewhere', [B], [A], []],
    ['keeps all of what only overlaps', ['arn:aws:s3:::b/x*'], ['arn:aws:s3:::b/*y'], ['arn:aws:s3:::b/x*']],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: IAM's own placeholder
    ['keeps a variable', ['arn:aws:s3:::${aws:userid}/*'], ['arn:aws:s3:::b/*'], ['arn:aws:s3:::${aws:userid}/*']],
  ])('%s', (_, granted, seen, expected) => {
    expect(narrowResources(granted, seen)).toEqual(expected);
  });
});

describe('resourceCovers()', () => {
  it.each([
    ['*', A, true],
    [ANY, A, true],
    [A, ANY, false],
    [A, A, true],
    ['arn:aws:s3:::b/*', 'arn:aws:s3:::b/x*', true],
    ['arn:aws:s3:::b/?', 'arn:aws:s3:::b/*', false],
    ['arn:aws:s3:::b-??', 'arn:aws:s3:::b-??', true],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: IAM's own placeholder
    ['arn:aws:s3:::*', 'arn:aws:s3:::${aws:userid}', false],
    ['arn:aws:sqs:*:a', 'arn:aws:sqs:eu-west-1:111111111111:b', false],
  ])('of %s and %s is %s', (wide, narrow, expected) => {
    expect(resourceCovers(wide, narrow)).toBe(expected);
  });
});

describe('resourcesMayOverlap()', () => {
  it.each([
    [A, B, false],
    [A, A, true],
    [ANY, A, true],
    ['arn:aws:s3:::b/*', 'arn:aws:s3:::c/*', false],
    ['arn:aws:s3:::b', 'arn:aws:s3:::b/*', false],
    ['arn:aws:s3:::b*', 'arn:aws:s3:::b/x', true],
  ])('of %s and %s is %s', (a, b, expected) => {
    expect(resourcesMayOverlap(a, b)).toBe(expected);
    expect(resourcesMayOverlap(b, a)).toBe(expected);
  });
});

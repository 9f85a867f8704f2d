import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileGlob, globMatches, matchesGlob } from '../../src/iam/glob.ts';

const exact = { caseSensitive: true };

/** The definition, one recursion a rule; far too slow for anything but short texts. */
function byDefinition(pattern: string, text: string): boolean {
  const [first] = pattern;
  if (first === undefined) return text === '';
  const rest = pattern.slice(1);
  if (first === '*') return byDefinition(rest, text) || (text !== '' && byDefinition(pattern, text.slice(1)));
  return text !== '' && (first === '?' || first === text[0]) && byDefinition(rest, text.slice(1));
}

describe('a glob', () => {
  test.each([
    ['', '', true],
    ['', 'a', false],
    ['*', '', true],
    ['*', 'anything', true],
    ['**', 'x', true],
    ['?', '', false],
    ['?', 'a', true],
    ['a', 'a', true],
    ['a', 'aa', false],
    ['a*a', 'a', false],
    ['a*a', 'aa', true],
    ['ab*ab', 'ab', false],
    ['*b*', 'abc', true],
    ['*bc', 'abcbc', true],
    ['*b?d', 'abcbcd', true],
    ['a*b*c', 'a-c-b', false],
    ['*ab?c*', 'aabababxcb', true],
    ['*aab*', 'aaab', true],
    ['arn:aws:s3:::app-*/logs/??/*', 'arn:aws:s3:::app-x/logs/eu/1.gz', true],
    ['arn:aws:s3:::app-*/logs/??/*', 'arn:aws:s3:::app-x/logs/eux/1.gz', false],
    ['.+[a-z]$', '.+[a-z]$', true],
    ['a.c', 'abc', false],
    ['a\\*', 'a\\b', true],
  ])('%j against %j: %s', (pattern, text, expected) => {
    expect(globMatches(pattern, text, exact)).toBe(expected);
  });

  test('tells letters apart by case only when asked to', () => {
    expect(globMatches('S3:GET*', 's3:GetObject', { caseSensitive: false })).toBe(true);
    expect(globMatches('S3:GET*', 's3:GetObject', exact)).toBe(false);
  });

  test('takes wildcards of a literal part for themselves', () => {
    const parts = [{ wild: 'home/*/' }, { literal: '*?' }];
    expect(globMatches(parts, 'home/x/*?', exact)).toBe(true);
    expect(globMatches(parts, 'home/x/ab', exact)).toBe(false);
  });

  test('agrees with the definition', () => {
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 9 });
    const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 12 });
    fc.assert(
      fc.property(pattern, text, (p, t) => {
        expect(globMatches(p, t, exact)).toBe(byDefinition(p, t));
      }),
      { numRuns: 3_000 },
    );
  });

  test('agrees with the definition on segments longer than one machine word', () => {
    const segment = fc.string({ unit: fc.constantFrom('a', 'b', '?'), minLength: 30, maxLength: 70 });
    const around = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 40 });
    fc.assert(
      fc.property(segment, around, around, fc.boolean(), (s, before, after, spoil) => {
        const inside = s.replaceAll('?', 'a');
        const text = before + (spoil ? inside.replace('b', 'c') : inside) + after;
        expect(globMatches(`*${s}*`, text, exact)).toBe(spoil && s.includes('b') ? byShift(s, text) : true);
      }),
    );
  });
});

function byShift(segment: string, text: string): boolean {
  for (let at = 0; at + segment.length <= text.length; at++) {
    if (byDefinition(segment, text.slice(at, at + segment.length))) return true;
  }
  return false;
}

describe('hostile patterns', () => {
  const n = 20_000;
  const text = 'a'.repeat(n);
  test.each([
    ['many stars', `${'*a'.repeat(2_000)}*b`],
    ['many stars, then what is not there', `${'*a'.repeat(2_000)}*b*`],
    ['one long almost-match', `*${'a'.repeat(n / 2)}b*`],
    ['a long almost-match between others', `*${'a'.repeat(5_000)}b*${'a'.repeat(5_000)}*`],
    ['repeats of repeats', `*${'aab'.repeat(3_000)}*`],
  ])('%s take steps linear in text and pattern', (_name, pattern) => {
    const meter = { steps: 0 };
    expect(matchesGlob(compileGlob(pattern, exact), text, meter)).toBe(false);
    expect(meter.steps).toBeLessThanOrEqual(2 * (text.length + pattern.length));
  });

  test('a question mark costs one step for each 32 characters of its segment', () => {
    const pattern = `*${'a?'.repeat(500)}b*`;
    const meter = { steps: 0 };
    expect(matchesGlob(compileGlob(pattern, exact), text, meter)).toBe(false);
    expect(meter.steps).toBeLessThanOrEqual(text.length * Math.ceil(1_001 / 32) + pattern.length);
  });

  test('steps grow no faster than the text', () => {
    const steps = (length: number): number => {
      const meter = { steps: 0 };
      matchesGlob(compileGlob('*a*a*a*a*a*ab*c', exact), `${'a'.repeat(length)}c`, meter);
      return meter.steps;
    };
    expect(steps(40_000) / steps(10_000)).toBeLessThan(4.1);
  });
});

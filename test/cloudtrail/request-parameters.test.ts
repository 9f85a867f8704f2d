import { describe, expect, it } from 'vitest';
import { MAX_DEPTH } from '../../src/cloudtrail/json.ts';
import { areOmitted, mentions, namesParameter } from '../../src/cloudtrail/request-parameters.ts';

describe('areOmitted()', () => {
  it.each([
    [{ omitted: true, originalSize: 200_000, reason: 'too large' }, true],
    [{ omitted: true }, false],
    [{ reason: 'too large' }, false],
    [{ omitted: false, reason: 'too large' }, false],
    [{ omitted: 'true', reason: 'too large' }, false],
    [{}, false],
  ])('%j: %s', (parameters, expected) => {
    expect(areOmitted(parameters)).toBe(expected);
  });
});

describe('namesParameter()', () => {
  it.each([
    [{ tags: 'x' }, true],
    [{ tags: 0 }, true],
    [{ tags: true }, true],
    [{ tags: ['x'] }, true],
    [{ tags: { a: '' } }, true],
    [{ a: [{ b: 'x' }, { tags: 'x' }] }, true],
    [{ a: { tags: 'x' } }, true],
    [{ a: { tags: '' }, b: { tags: 'x' } }, true],
    [{ tags: '' }, false],
    [{ tags: null }, false],
    [{ tags: false }, false],
    [{ tags: 'NONE' }, false],
    [{ tags: [] }, false],
    [{ tags: {} }, false],
    [{ a: 'tags' }, false],
    [{ a: null, b: 5 }, false],
    [{}, false],
  ])('in %j: %s', (parameters, expected) => {
    expect(namesParameter(parameters, /^tags$/)).toBe(expected);
  });

  it('takes what is too deep to be looked at for a yes', () => {
    const nested = (depth: number, list: boolean) => {
      let value: unknown = {};
      for (let at = 0; at < depth; at++) value = list ? [value] : { a: value };
      return { a: value };
    };
    for (const list of [false, true]) {
      expect(namesParameter(nested(MAX_DEPTH - 1, list), /^tags$/)).toBe(false);
      expect(namesParameter(nested(MAX_DEPTH, list), /^tags$/)).toBe(true);
      expect(namesParameter(nested(100_000, list), /^tags$/)).toBe(true);
    }
  });
});

describe('mentions()', () => {
  it('finds a text anywhere among the values, not among the keys', () => {
    expect(mentions({ a: [{ b: 'one' }, { c: 'x?versionId=1' }] }, /\?versionId=/)).toBe(true);
    expect(mentions({ '?versionId=': 'x', a: 5, b: null }, /\?versionId=/)).toBe(false);
    expect(mentions({ a: 5, b: null }, /5|null/)).toBe(false);
  });
});

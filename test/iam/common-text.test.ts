import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commonText } from '../../src/iam/common-text.ts';
import { globMatches } from '../support/plain-glob.ts';

describe('commonText()', () => {
  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 8 });

  it('fits both patterns, and is there wherever some text fits both', () => {
    const texts = ['', ...'ab'].flatMap((a) => ['', ...'ab'].flatMap((b) => ['', ...'ab'].map((c) => a + b + c)));
    fc.assert(
      fc.property(pattern, pattern, (one, other) => {
        const found = commonText(one, other);
        if (found !== undefined) {
          expect([globMatches(one, found), globMatches(other, found)]).toEqual([true, true]);
        } else {
          expect(texts.filter((text) => globMatches(one, text) && globMatches(other, text))).toEqual([]);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('takes patterns as long as a policy may be', () => {
    const long = `${'a?'.repeat(4_500)}*`;
    expect(commonText('*'.repeat(20).concat('a'.repeat(400)), long)).toHaveLength(9_000);
    expect(commonText(`b${'*'.repeat(400)}`, long)).toBeUndefined();
  });
});

import { describe, expect, test } from 'vitest';
import { isRegion, parseRegion, regionsIn, replaceRegions } from '../../src/base/region.ts';

describe('isRegion()', () => {
  test.each(['us-east-1', 'us-gov-west-1', 'eusc-de-east-1', 'us-isof-south-1', 'ap-southeast-7'])(
    'takes %s',
    (text) => {
      expect(isRegion(text)).toBe(true);
      expect(parseRegion(text)).toEqual({ ok: true, value: text });
    },
  );

  test.each(['', 'us-east', 'us-east-', 'us-east-1a', 'us-east-12', 'US-EAST-1', 'us--east-1', 'global', ' us-east-1'])(
    'refuses "%s"',
    (text) => {
      expect(isRegion(text)).toBe(false);
      expect(parseRegion(text)).toEqual({
        ok: false,
        problem: `Cannot parse Region "${text}": expected a code such as eu-west-1`,
      });
    },
  );
});

test('regionsIn() finds every Region of a text whole, however long its code', () => {
  expect(regionsIn('eusc-de-east-1, eusc-de-east-2 and us-gov-west-1; my-bucket-eu-west-1')).toEqual([
    'eusc-de-east-1',
    'eusc-de-east-2',
    'us-gov-west-1',
    'eu-west-1',
  ]);
  expect(regionsIn('no Region at all')).toEqual([]);
});

test('replaceRegions() puts a text in their places as it is', () => {
  expect(replaceRegions('from eu-west-1 to eusc-de-east-1', '$&')).toBe('from $& to $&');
});

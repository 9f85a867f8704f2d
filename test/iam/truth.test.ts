import { describe, expect, test } from 'vitest';
import { allOf, anyOf, not, type Truth } from '../../src/iam/truth.ts';

describe('three-valued truth', () => {
  test.each<[readonly Truth[], Truth, Truth]>([
    [[], true, false],
    [[true], true, true],
    [[false], false, false],
    [['unknown'], 'unknown', 'unknown'],
    [[true, false], false, true],
    [[true, 'unknown'], 'unknown', true],
    [['unknown', true], 'unknown', true],
    [[false, 'unknown'], false, 'unknown'],
    [['unknown', false], false, 'unknown'],
    [['unknown', true, false], false, true],
  ])('of %j: all %s, any %s', (values, all, any) => {
    expect(allOf(values)).toBe(all);
    expect(anyOf(values)).toBe(any);
  });

  test.each<[Truth, Truth]>([
    [true, false],
    [false, true],
    ['unknown', 'unknown'],
  ])('not %s is %s', (value, expected) => {
    expect(not(value)).toBe(expected);
  });
});

import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/base/time.ts';
import { isLongEnough } from '../../src/rightsize/long-enough.ts';

describe('isLongEnough()', () => {
  it.each([
    [90 * DAY_MS, true],
    [90 * DAY_MS - 10_000, true],
    [90 * DAY_MS - HOUR_MS, true],
    [90 * DAY_MS - HOUR_MS - MINUTE_MS, false],
    [0, false],
  ])('says of %d ms, 90 days being asked for: %s', (length, expected) => {
    const now = 1_000_000_000_000;
    expect(isLongEnough({ from: now - length, to: now - HOUR_MS }, now, 90 * DAY_MS)).toBe(expected);
  });
});

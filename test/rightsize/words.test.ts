import { describe, expect, it } from 'vitest';
import { day } from '../../src/base/time.ts';
import { days, intervalOf, sourceNamed } from '../../src/rightsize/words.ts';
import { daysAgo, NOW } from '../ledger/seen.ts';

describe('the words of reasons', () => {
  it('name days in UTC', () => {
    expect(day(Date.UTC(2026, 0, 31, 23, 59, 59))).toBe('2026-01-31');
  });

  it('count whole days', () => {
    expect([days(12 * 3_600_000), days(36 * 3_600_000), days(48 * 3_600_000)]).toEqual(['0 days', '1 day', '2 days']);
  });

  it('give a stretch to the nearest day, so that two runs of one day agree', () => {
    const from = daysAgo(90) + 10_000;
    expect(intervalOf({ from, to: NOW }, NOW)).toBe('90 days (2026-08-24 to 2026-11-22)');
    expect(intervalOf({ from, to: NOW + 600_000 }, NOW + 600_000)).toBe('90 days (2026-08-24 to 2026-11-22)');
  });

  it('name every source', () => {
    expect((['lookup', 'trail', 'athena', 'last-accessed'] as const).map(sourceNamed)).toEqual([
      'LookupEvents',
      "the trail's log files",
      'Athena',
      "IAM's last-accessed data",
    ]);
  });
});

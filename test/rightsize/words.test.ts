import { describe, expect, it } from 'vitest';
import { day } from '../../src/base/time.ts';
import { counted, days, listed, sourceNamed, stretchOf } from '../../src/rightsize/words.ts';
import { daysAgo, NOW } from '../ledger/seen.ts';

describe('the words of reasons', () => {
  it('name days in UTC', () => {
    expect(day(Date.UTC(2026, 0, 31, 23, 59, 59))).toBe('2026-01-31');
  });

  it('count with the right number', () => {
    expect([counted(0, 'call'), counted(1, 'call'), counted(2, 'call'), days(36 * 3_600_000)]).toEqual([
      '0 calls',
      '1 call',
      '2 calls',
      '1 day',
    ]);
  });

  it('give a stretch to the nearest day, so that two runs of one day agree', () => {
    const from = daysAgo(90) + 10_000;
    expect(stretchOf({ from, to: NOW }, NOW)).toBe('90 days (2026-08-24 to 2026-11-22)');
    expect(stretchOf({ from, to: NOW + 600_000 }, NOW + 600_000)).toBe('90 days (2026-08-24 to 2026-11-22)');
  });

  it.each([
    [[], ''],
    [['a'], 'a'],
    [['a', 'b'], 'a and b'],
    [['a', 'b', 'c'], 'a, b and c'],
    [['a', 'b', 'c', 'd', 'e'], 'a, b, c and 2 more'],
  ])('list %j as "%s"', (items, expected) => {
    expect(listed(items)).toBe(expected);
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

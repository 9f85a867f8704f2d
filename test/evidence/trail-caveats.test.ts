import { expect, test } from 'vitest';
import type { TrailPast } from '../../src/cloudtrail/trail-settings/recorded-period.ts';
import type { RecordsRead } from '../../src/evidence/coverage.ts';
import { trailCaveats } from '../../src/evidence/trail-caveats.ts';
import { daysAgo, NOW } from '../ledger/seen.ts';
import { pastOf, trailOf } from '../support/trails.ts';

const READ: RecordsRead = {
  source: 'trail',
  region: 'us-east-1',
  read: [{ from: daysAgo(90), to: NOW }],
  location: { bucket: 'logs', prefix: '' },
};

function first(parts: Partial<TrailPast> = {}): TrailPast {
  const { remembered: _, ...past } = pastOf(parts);
  return past;
}

test.each<readonly [string, TrailPast, readonly unknown[]]>([
  ['which an earlier run read too', pastOf(), []],
  [
    'which the event history alone vouches for',
    first(),
    [
      expect.stringMatching(
        /^What the trail main \(us-east-1\) recorded earlier .* 15 minutes before this run .{0,120} A second run/,
      ),
    ],
  ],
  [
    "which are an organization's",
    { readAt: NOW, foreign: true },
    [expect.stringMatching(/^Who changes the trail main \(us-east-1\) may do so from another account/)],
  ],
  [
    'which an earlier run read otherwise',
    first({ differed: daysAgo(1) }),
    [expect.stringMatching(/^An earlier run read other settings of the trail main \(us-east-1\)/)],
  ],
  ['of which it is told elsewhere that their changes could not be read', { readAt: NOW, foreign: false }, []],
])('of settings %s the caveats are right', (_, past, caveats) => {
  expect(trailCaveats([{ trail: trailOf(), past }], [READ])).toEqual(caveats);
});

test('of a trail that was not read there is nothing to say', () => {
  expect(trailCaveats([{ trail: trailOf(), past: first() }], [{ ...READ, read: [] }])).toEqual([]);
  expect(trailCaveats([{ trail: trailOf({ bucket: 'other' }), past: first() }], [READ])).toEqual([]);
});

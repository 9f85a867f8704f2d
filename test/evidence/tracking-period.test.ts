import { expect, test } from 'vitest';
import { trackedSince } from '../../src/evidence/last-accessed/tracking-period.ts';

test.each([
  [['us-east-1'], '2015-10-01'],
  [['us-east-1', 'eu-central-2', 'ap-southeast-3'], '2022-11-08'],
  [['us-gov-west-1'], '2023-07-01'],
  // Not in AWS's table: nobody says that calls there are counted.
  [['us-east-1', 'ap-southeast-7'], undefined],
  [[], undefined],
])('last-accessed data of %j reaches back to %s', (regions, since) => {
  expect(trackedSince(regions)).toBe(since === undefined ? undefined : Date.parse(since));
});

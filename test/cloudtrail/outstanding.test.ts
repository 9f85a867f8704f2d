import { expect, test } from 'vitest';
import { DAY_MS } from '../../src/base/time.ts';
import { outstandingSince, outstandingText } from '../../src/cloudtrail/trail-settings/outstanding.ts';
import { recordedPeriod } from '../../src/cloudtrail/trail-settings/recorded-period.ts';

const NOW = 1_790_000_000_000;
const status = { region: 'eu-west-1', logging: true, startedAt: 1_000 };

test('what is outstanding is remembered by Region', () => {
  const statuses = [
    { ...status, region: 'us-east-1', deliveryError: 'AccessDenied' },
    { ...status, deliveryError: 'AccessDenied', lastDeliveryAt: 5_000 },
    { ...status, region: 'eu-west-2', lastDeliveryAt: 6_000 },
  ];
  const text = outstandingText({ statuses });
  expect(text).toBe('eu-west-1 5000,us-east-1 1000');
  expect(outstandingSince(new Map([[NOW - 1, text]]), NOW)).toEqual({ 'eu-west-1': 5_000, 'us-east-1': 1_000 });
});

test('the longest of an outage counts, for two days after it was last seen', () => {
  const sightings = new Map([
    [NOW - 2 * DAY_MS - 1, 'eu-west-1 1'],
    [NOW - 2 * DAY_MS, 'eu-west-1 7000'],
    [NOW - DAY_MS, 'eu-west-1 8000'],
    [NOW - 1, ''],
  ]);
  expect(outstandingSince(sightings, NOW)).toEqual({ 'eu-west-1': 7_000 });
  expect(outstandingSince(sightings, NOW + 2 * DAY_MS)).toBeUndefined();
  expect(outstandingSince(undefined, NOW)).toBeUndefined();
});

test.each([
  ['nothing is outstanding', {}, { from: 2_000, to: NOW }],
  ['another Region is behind', { outstanding: { 'us-east-1': 3_000 } }, { from: 2_000, to: NOW }],
  ['the Region is behind', { outstanding: { 'eu-west-1': 3_000 } }, { from: 2_000, to: 3_000 }],
  ['all is outstanding', { outstanding: { 'eu-west-1': 1_500 } }, undefined],
])('what was recorded counts as delivered where %s', (_, past, period) => {
  expect(recordedPeriod(status, 2_000, { readAt: NOW, ...past })).toEqual(period);
});

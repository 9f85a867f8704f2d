import { expect, test } from 'vitest';
import { settingsUnchangedSince, type TrailPast } from '../../src/cloudtrail/trail-settings/recorded-period.ts';
import { settingsFingerprint } from '../../src/cloudtrail/trail-settings/settings-fingerprint.ts';
import { trailCoverage } from '../../src/evidence/coverage-by-settings.ts';
import { daysAgo, NOW } from '../ledger/seen.ts';
import { advanced, BASIC, dataEvents, field, known, managementEvents, pastOf, trailOf } from '../support/trails.ts';

const LOCATION = { bucket: 'logs', prefix: '' };
const READ = [
  { from: daysAgo(60), to: daysAgo(20) },
  { from: daysAgo(10), to: daysAgo(1) },
];

test('covers what was recorded and read, data events beside management events', () => {
  const trail = known({ selectors: advanced(managementEvents(), dataEvents('AWS::S3::Object')) });
  expect(trailCoverage([{ source: 'trail', region: 'us-east-1', read: READ, location: LOCATION }], [trail])).toEqual([
    {
      source: 'trail',
      region: 'us-east-1',
      management: READ,
      excludedEventSources: [],
      dataEvents: { 'AWS::S3::Object': READ },
    },
  ]);
});

test('two trails that leave out different event sources are stated one by one', () => {
  const without = (source: string) =>
    known({ selectors: advanced(managementEvents({ field: 'eventSource', notEquals: [source] })) });
  const trails = [without('kms.amazonaws.com'), without('rdsdata.amazonaws.com')];
  const found = trailCoverage([{ source: 'athena', region: 'us-east-1', read: READ, location: LOCATION }], trails);
  expect(found.map(({ source, excludedEventSources }) => [source, excludedEventSources])).toEqual([
    ['athena', ['kms.amazonaws.com']],
    ['athena', ['rdsdata.amazonaws.com']],
  ]);
});

test('halves by two trails leave out what either does', () => {
  const half = (value: string, source: string) =>
    known({
      selectors: advanced(
        managementEvents(field('readOnly', value), { field: 'eventSource', notEquals: [source] }),
        dataEvents('AWS::SQS::Queue', field('readOnly', value)),
      ),
    });
  const trails = [half('true', 'kms.amazonaws.com'), half('false', 'rdsdata.amazonaws.com')];
  expect(trailCoverage([{ source: 'trail', region: 'us-east-1', read: READ, location: LOCATION }], trails)).toEqual([
    {
      source: 'trail',
      region: 'us-east-1',
      management: READ,
      excludedEventSources: ['kms.amazonaws.com', 'rdsdata.amazonaws.com'],
      dataEvents: { 'AWS::SQS::Queue': READ },
    },
  ]);
});

test('records of unknown origin cover nothing', () => {
  expect(trailCoverage([{ source: 'trail', region: 'us-east-1', read: READ }], [known()])).toEqual([
    { source: 'trail', region: 'us-east-1', management: [], excludedEventSources: [], dataEvents: {} },
  ]);
});

test('data events are covered when they were read, management events when those were', () => {
  const trail = known({ selectors: advanced(managementEvents(), dataEvents('AWS::S3::Object')) });
  const dataRead = [{ from: daysAgo(9), to: daysAgo(2) }];
  const read = { source: 'trail', region: 'us-east-1', read: READ, dataRead, location: LOCATION } as const;
  const [found] = trailCoverage([read], [trail]);
  expect(found?.management).toEqual(READ);
  expect(found?.dataEvents).toEqual({ 'AWS::S3::Object': dataRead });
});

test('trails that deliver to two places make up for each other, as far as both were read', () => {
  const half = (value: string, bucket: string) =>
    known({ bucket, selectors: advanced(managementEvents(field('readOnly', value))) });
  const trails = [half('true', 'logs'), half('false', 'more'), known({ bucket: 'unread' })];
  const reads = [
    { source: 'trail', region: 'us-east-1', read: READ, location: LOCATION },
    { source: 'trail', region: 'us-east-1', read: READ.slice(1), location: { bucket: 'more', prefix: '' } },
  ] as const;
  expect(trailCoverage(reads, trails).map(({ management }) => management)).toEqual([READ.slice(1)]);
  expect(trailCoverage(reads.slice(0, 1), trails).map(({ management }) => management)).toEqual([[]]);
});

test('what a trail of one place records is not taken for read in another', () => {
  const reads = ['logs', 'more'].map((bucket, index) => ({
    source: 'trail' as const,
    region: 'us-east-1',
    read: READ.slice(index, index + 1),
    location: { bucket, prefix: '' },
  }));
  expect(trailCoverage(reads, [known({ bucket: 'more' })])[0]?.management).toEqual(READ.slice(1));
});

test('slashes at the ends of a prefix are of no account', () => {
  const location = { bucket: 'logs', prefix: 'team/' };
  const read = { source: 'trail', region: 'us-east-1', read: READ, location } as const;
  expect(trailCoverage([read], [known({ prefix: 'team' })])[0]?.management).toEqual(READ);
});

const change = (days: number, trail?: string) => ({
  at: daysAgo(days),
  eventName: 'UpdateTrail',
  ...(trail === undefined ? {} : { trail }),
});

test.each<readonly [string, Partial<TrailPast>, number]>([
  ['go back as far as the event history', {}, daysAgo(90)],
  ['go back to the last change, by name', { history: history(change(10, 'MAIN'), change(30)) }, daysAgo(10)],
  ['go back to the last change, by ARN', { history: history(change(12, trailOf().arn)) }, daysAgo(12)],
  ['go back past changes of other trails', { history: history(change(10, 'other')) }, daysAgo(90)],
  ['go back to a change that names no trail', { history: history(change(7)) }, daysAgo(7)],
  ['begin now when changed after the last run that read them', { history: history(change(0.5, 'main')) }, NOW],
  [
    'begin now when the last run was within the lag of the history',
    { remembered: { first: daysAgo(9), last: NOW - 60_000 } },
    NOW,
  ],
  [
    'begin now when the last run is older than the history',
    { remembered: { first: daysAgo(100), last: daysAgo(91) } },
    NOW,
  ],
])('settings %s', (_, past, since) => {
  expect(settingsUnchangedSince(trailOf(), pastOf(past))).toBe(since);
});

function history(...changes: NonNullable<TrailPast['history']>['changes']) {
  return { changes, read: { from: daysAgo(90), to: NOW - 15 * 60_000 } };
}

test('the same settings in another order have one fingerprint', () => {
  const a = trailOf({
    selectors: advanced(managementEvents(field('readOnly', 'true', 'false')), dataEvents('AWS::SQS::Queue')),
  });
  const b = trailOf({
    selectors: advanced(dataEvents('AWS::SQS::Queue'), managementEvents(field('readOnly', 'false', 'true'))),
  });
  expect(settingsFingerprint(a)).toBe(settingsFingerprint(b));
  expect(settingsFingerprint(a)).not.toBe(settingsFingerprint(trailOf({ selectors: BASIC })));
  expect(settingsFingerprint(a)).not.toBe(settingsFingerprint({ ...a, bucket: 'elsewhere' }));
});

import { expect, test } from 'vitest';
import { knownSettings, type TrailPast } from '../../src/cloudtrail/trail-settings/recorded-period.ts';
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

const STOPPED_AND_STARTED = [
  { at: daysAgo(20), eventName: 'StopLogging', trail: 'main' },
  { at: daysAgo(8), eventName: 'StartLogging', trail: 'main' },
];
const JUST_NOW = { first: daysAgo(9), last: NOW - 60_000 };
const LONG_AGO = { first: daysAgo(100), last: daysAgo(91) };

test.each<readonly [string, Partial<TrailPast>, number, string]>([
  ['go back as far as the event history', {}, daysAgo(90), 'runs'],
  ['go back to the last change, by name', { history: history(change(10, 'MAIN'), change(30)) }, daysAgo(10), 'runs'],
  ['go back to the last change, by ARN', { history: history(change(12, trailOf().arn)) }, daysAgo(12), 'runs'],
  ['go back past changes of other trails', { history: history(change(10, 'other')) }, daysAgo(90), 'runs'],
  ['go back to a change that names no trail', { history: history(change(7)) }, daysAgo(7), 'runs'],
  [
    'begin now when they were changed, and changed back, since the last run that read them',
    { history: history(change(0.5, 'main')) },
    NOW,
    'nothing',
  ],
  [
    'are known from the history alone when the last run was within its lag',
    { remembered: JUST_NOW },
    daysAgo(90),
    'history',
  ],
  [
    'are known from the history alone when the last run is older than it',
    { remembered: LONG_AGO },
    daysAgo(90),
    'history',
  ],
])('settings that an earlier run read %s', (_, past, since, by) => {
  expect(knownSettings(trailOf(), pastOf(past))).toEqual({ since, by });
});

test.each<readonly [string, Partial<TrailPast>, number, string]>([
  ['go back as far as the event history is silent', {}, daysAgo(90), 'history'],
  ['begin with a change of yesterday', { history: history(change(1, 'main')) }, daysAgo(1), 'history'],
  [
    'begin with the last change where they were changed back',
    { history: history(change(30), change(5)) },
    daysAgo(5),
    'history',
  ],
  ['begin with the start after a stop', { history: history(...STOPPED_AND_STARTED) }, daysAgo(8), 'history'],
  [
    'begin with the day on which the trail was created',
    { history: history({ at: daysAgo(40), eventName: 'CreateTrail', trail: 'main' }) },
    daysAgo(40),
    'history',
  ],
  [
    'begin with a change just now, within the lag of the history',
    { history: history(change(0.001, 'main')) },
    daysAgo(0.001),
    'history',
  ],
  ['begin now where an earlier run read others and no change shows', { differed: daysAgo(1) }, NOW, 'nothing'],
  [
    'begin now where the change that shows is older than the run that read others',
    { history: history(change(5, 'main')), differed: daysAgo(1) },
    NOW,
    'nothing',
  ],
  [
    'begin with a change after the run that read others',
    { history: history(change(0.5, 'main')), differed: daysAgo(1) },
    daysAgo(0.5),
    'history',
  ],
  ["begin now where they are another account's to change", { foreign: true }, NOW, 'nothing'],
])('settings that no run has read before %s', (_, past, since, by) => {
  const { remembered: _none, ...first } = pastOf(past);
  expect(knownSettings(trailOf(), first)).toEqual({ since, by });
});

test.each([
  ['read before or not', { first: daysAgo(60), last: daysAgo(1) }],
  ['never read before', undefined],
])('settings whose changes could not all be read begin now, %s', (_, remembered) => {
  const past: TrailPast = { readAt: NOW, foreign: false, ...(remembered && { remembered }) };
  expect(knownSettings(trailOf(), past)).toEqual({ since: NOW, by: 'nothing' });
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

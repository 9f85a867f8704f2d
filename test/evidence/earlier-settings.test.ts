import { expect, test } from 'vitest';
import { MINUTE_MS } from '../../src/base/time.ts';
import { earlierSettings } from '../../src/cloudtrail/trail-settings/earlier-settings.ts';
import { settingsFingerprint } from '../../src/cloudtrail/trail-settings/settings-fingerprint.ts';
import type { AdvancedSelector, FieldSelector, Trail } from '../../src/cloudtrail/trail-settings/trail.ts';
import { trailCoverage } from '../../src/evidence/coverage-by-settings.ts';
import { watchedFor } from '../../src/evidence/watched.ts';
import type { Action } from '../../src/iam/action.ts';
import { nameOf } from '../../src/iam/action.ts';
import { ACCOUNT, daysAgo, NOW } from '../ledger/seen.ts';
import { advanced, BASIC, dataEvents, pastOf, trailOf } from '../support/trails.ts';

const TABLES = 'AWS::DynamoDB::Table';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/app` as const;
const OF_ROLE: FieldSelector = { field: 'userIdentity.arn', startsWith: [`arn:aws:sts::${ACCOUNT}:assumed-role/app/`] };
const muting = (...names: readonly string[]): readonly AdvancedSelector[] => [
  dataEvents(TABLES, OF_ROLE, ...(names.length > 0 ? [{ field: 'eventName', notEquals: names }] : [])),
];
const trailWith = (...names: readonly string[]): Trail => trailOf({ selectors: advanced(...muting(...names)) });

/** A trail whose muted names changed so many days ago; a run read them every night at noon. */
interface Story {
  /** Latest first: the names muted since so many days ago. */
  readonly muted: readonly (readonly [days: number, names: readonly string[]])[];
  readonly runs?: readonly number[];
}

function knowledgeOf({ muted, runs }: Story) {
  const [[, names] = [0, []]] = muted;
  const trail = trailWith(...names);
  const changes = muted.map(([days]) => ({ at: daysAgo(days), eventName: 'PutEventSelectors', trail: 'main' }));
  const history = { changes, read: { from: daysAgo(90), to: NOW - 15 * MINUTE_MS } };
  const nights = runs ?? Array.from({ length: 89 }, (_, index) => index + 0.5);
  const seen = new Map(
    nights.flatMap((days): [number, string][] => {
      const then = muted.find(([since]) => since >= days);
      return then === undefined ? [] : [[daysAgo(days), settingsFingerprint(trailWith(...then[1]))]];
    }),
  );
  const past = pastOf({ history, remembered: { first: daysAgo(0.5), last: daysAgo(0.5) } });
  return { trail, past: { ...past, earlier: earlierSettings(trail, past, seen) } };
}

/** For how many days an action of the role was watched, or why it was not. */
function watchedDays(story: Story, action: Action): number | string {
  const coverages = trailCoverage(
    [
      {
        source: 'trail',
        region: 'us-east-1',
        read: [{ from: daysAgo(90), to: NOW }],
        location: { bucket: 'logs', prefix: '' },
      },
    ],
    [knowledgeOf(story)],
    [ROLE],
  );
  const past = {
    coverages,
    enabledRegions: ['us-east-1'],
    now: NOW,
    mayShow: (name: string, asked: Action) => name === nameOf(asked),
  };
  const found = watchedFor({ kind: 'data', resourceTypes: [TABLES] }, action, past, ROLE);
  return 'interval' in found ? Math.round((NOW - found.interval.from) / 86_400_000) : found.why;
}

const MUTED_LATELY: Story = {
  muted: [
    [0.8, ['GetItem']],
    [60, []],
  ],
};
const UNMUTED: Story = {
  muted: [
    [5, []],
    [40, ['GetItem']],
    [80, []],
  ],
};

test.each<readonly [string, Story, Action, number | string]>([
  ['a silent action goes on being watched when another is muted', MUTED_LATELY, 'dynamodb:Scan', 60],
  ['a muted action is not watched, though it was until yesterday', MUTED_LATELY, 'dynamodb:GetItem', 'muted'],
  ['an unmuted action is watched since then', UNMUTED, 'dynamodb:GetItem', 5],
  ['what was never muted is watched all the time', UNMUTED, 'dynamodb:Scan', 80],
  [
    'settings that no run read before they changed count for nothing',
    { ...MUTED_LATELY, runs: [] },
    'dynamodb:Scan',
    1,
  ],
  [
    'a run just beside a change tells nothing',
    { ...MUTED_LATELY, runs: [0.8 + 10 / 1440, 60 - 10 / 1440] },
    'dynamodb:Scan',
    1,
  ],
  ['one run between two changes tells of all the time', { ...UNMUTED, runs: [20, 60] }, 'dynamodb:Scan', 80],
  ['without a run between two changes the time before is lost', { ...UNMUTED, runs: [60] }, 'dynamodb:Scan', 5],
])('%s', (_, story, action, expected) => {
  expect(watchedDays(story, action)).toBe(expected);
});

const HISTORY = { changes: [{ at: daysAgo(5), eventName: 'PutEventSelectors' }], read: { from: daysAgo(90), to: NOW } };
const BEFORE = settingsFingerprint(trailWith());

test.each<readonly [string, Partial<Parameters<typeof earlierSettings>[1]>, readonly (readonly [number, string])[]]>([
  ['of a trail of another account', { foreign: true }, [[20, BEFORE]]],
  [
    'of which runs tell different things',
    {},
    [
      [20, BEFORE],
      [19, settingsFingerprint(trailWith('Scan'))],
    ],
  ],
  ['with another bucket', {}, [[20, settingsFingerprint({ ...trailWith(), bucket: 'other' })]]],
  ['of the older form', {}, [[20, settingsFingerprint(trailOf({ selectors: BASIC }))]]],
  ['that are no fingerprint', {}, [[20, '{']]],
  ['with an operator that nobody knows', {}, [[20, BEFORE.replace('startsWith', 'matches')]]],
])('nothing is told of settings %s', (_, past, runs) => {
  const seen = new Map(runs.map(([days, text]) => [daysAgo(days), text]));
  expect(earlierSettings(trailWith('GetItem'), { foreign: false, history: HISTORY, ...past }, seen)).toEqual([]);
});

test('nothing is told where the event history could not be read', () => {
  const seen = new Map([[daysAgo(20), BEFORE]]);
  expect(earlierSettings(trailWith('GetItem'), { foreign: false }, seen)).toEqual([]);
  expect(earlierSettings(trailWith('GetItem'), { foreign: false, history: HISTORY }, seen)).toHaveLength(1);
});

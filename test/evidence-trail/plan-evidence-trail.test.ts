import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY_MS } from '../../src/base/time.ts';
import {
  admitsSessions,
  type SessionPrefix,
  sessionPrefixOf,
} from '../../src/cloudtrail/trail-settings/session-filter.ts';
import type { RoleEvent } from '../../src/evidence/role-usage.ts';
import type { CallVolume } from '../../src/evidence-trail/call-volumes.ts';
import { mutedNames } from '../../src/evidence-trail/muted-names.ts';
import { MOST_VALUES, packSelectors, type Recording, valuesOf } from '../../src/evidence-trail/pack-selectors.ts';
import { hasChanges, planChanges, recordingsIn } from '../../src/evidence-trail/plan-changes.ts';
import { dollars, type PlanInput, planEvidenceTrail } from '../../src/evidence-trail/plan-evidence-trail.ts';
import type { NeededAction, RoleNeeds } from '../../src/evidence-trail/role-needs.ts';
import { type Action, nameOf } from '../../src/iam/action.ts';
import { planLines } from '../../src/report/evidence-plan/plan-text.ts';
import { ACCOUNT, daysAgo, NOW } from '../ledger/seen.ts';
import { trailOf } from '../support/trails.ts';

const TABLES = 'AWS::DynamoDB::Table';
const QUEUES = 'AWS::SQS::Queue';
const OBJECTS = 'AWS::S3::Object';

const arn = (name: string) => `arn:aws:iam::${ACCOUNT}:role/team/${name}` as const;

function open(action: Action, ...resourceTypes: readonly string[]): NeededAction {
  return { action, verdict: 'unobservable', resourceTypes };
}

function needsOf(name: string, ...actions: readonly NeededAction[]): RoleNeeds {
  return { role: arn(name), actions, events: [] };
}

const counted = (perMonth: number): CallVolume => ({ kind: 'counted', perMonth });

function inputOf(parts: Partial<PlanInput> = {}): PlanInput {
  return {
    needs: [
      needsOf('app', open('dynamodb:GetItem', TABLES), open('dynamodb:Scan', TABLES), open('s3:GetObject', OBJECTS)),
      needsOf('orders', open('sqs:SendMessage', QUEUES)),
    ],
    volumes: new Map([
      [TABLES, counted(1_000_000)],
      [QUEUES, counted(50_000_000)],
      [OBJECTS, { kind: 'unknown', why: 'nobody counts' }],
    ]),
    trails: [],
    now: NOW,
    lookback: 90 * DAY_MS,
    mayShow: (name, action) => name === nameOf(action),
    ...parts,
  };
}

describe('planEvidenceTrail()', () => {
  test('records the types of open questions of just the roles that have them, and adds up what is known of the cost', () => {
    const plan = planEvidenceTrail(inputOf());
    expect(plan.decides).toEqual({ actions: 4, roles: 2 });
    expect(plan.usd).toBeCloseTo(51);
    expect(plan.uncounted).toEqual([OBJECTS]);
    expect(plan.leftOut).toEqual([]);
    expect(plan.trails.map(({ name }) => name)).toEqual(['ecs-role-auditor-evidence']);
    const app = `arn:aws:sts::${ACCOUNT}:assumed-role/app/`;
    const orders = `arn:aws:sts::${ACCOUNT}:assumed-role/orders/`;
    expect(plan.trails.flatMap(({ selectors }) => recordingsIn({ kind: 'advanced', selectors }))).toEqual([
      { type: TABLES, role: app, muted: [] },
      { type: OBJECTS, role: app, muted: [] },
      { type: QUEUES, role: orders, muted: [] },
    ]);
  });

  test('a budget leaves out what may cost more, and what nobody knows the cost of, and says what stays undecided', () => {
    const plan = planEvidenceTrail(inputOf({ budget: 10 }));
    expect(plan.recorded.map(({ types }) => types)).toEqual([[TABLES]]);
    expect(plan.decides).toEqual({ actions: 2, roles: 1 });
    expect(plan.usd).toBeCloseTo(1);
    expect(plan.leftOut.map(({ types, actions, because }) => [types, actions, because])).toEqual([
      [[QUEUES], 1, 'it may cost 50 USD a month, beyond the budget'],
      [[OBJECTS], 1, 'what it costs is not known (nobody counts), so that no budget holds it'],
    ]);
  });

  test('types that show an action together are recorded together or not at all, and cost nothing twice', () => {
    const both = needsOf('app', open('kinesis:Subscribe', TABLES, QUEUES), open('dynamodb:Scan', TABLES));
    const { recorded, usd } = planEvidenceTrail(inputOf({ needs: [both] }));
    expect(recorded.map((each) => [each.types, each.usd])).toEqual([
      [[TABLES], 1],
      [[TABLES, QUEUES], 50],
    ]);
    expect(usd).toBeCloseTo(51);
    expect(planEvidenceTrail(inputOf({ needs: [both], budget: 1 })).trails).toHaveLength(1);
  });

  test('roles of which all is decided are not recorded, those with actions that are unused as long as they are watched still are', () => {
    const of = (parts: Partial<NeededAction>) =>
      planEvidenceTrail(inputOf({ needs: [needsOf('app', { ...open('sqs:SendMessage', QUEUES), ...parts })] }));
    for (const verdict of ['used', 'required', 'blocked', 'unused'] as const) {
      expect(of({ verdict })).toMatchObject({ trails: [], decides: { actions: 0, roles: 0 } });
    }
    for (const verdict of ['unused', 'undetermined', 'unobservable'] as const) {
      const plan = of({ verdict, watchedSince: daysAgo(60) });
      expect(plan.trails).toHaveLength(1);
      expect(plan).toMatchObject({ decides: { actions: 1, roles: 1 }, waitsForMore: { actions: 0, roles: 0 } });
    }
  });

  test('what waits for something else as well is recorded, and not counted as decided', () => {
    const needs = [
      needsOf('app', open('sqs:SendMessage', QUEUES)),
      needsOf('new', { ...open('sqs:SendMessage', QUEUES), verdict: 'undetermined' }),
    ];
    const plan = planEvidenceTrail(inputOf({ needs }));
    expect(plan).toMatchObject({ decides: { actions: 1, roles: 1 }, waitsForMore: { actions: 1, roles: 1 } });
    expect(plan.recorded.map(({ actions, roles }) => [actions, roles.length])).toEqual([[2, 2]]);
    expect(planLines(plan)).toContain(
      '  of these, 1 action of 1 role wait for more than data events: ecs-role-auditor explain says for what',
    );
  });

  test('more roles than a trail has values for are split, as far as a Region has room for trails', () => {
    const needs = Array.from({ length: 1200 }, (_, index) => needsOf(`app-${index}`, open('dynamodb:Scan', TABLES)));
    const plan = planEvidenceTrail(inputOf({ needs }));
    expect(plan.trails.map(({ name }) => name)).toEqual([
      'ecs-role-auditor-evidence',
      'ecs-role-auditor-evidence-2',
      'ecs-role-auditor-evidence-3',
    ]);
    const others = Array.from({ length: 3 }, (_, index) => trailOf({ name: `other-${index}` }));
    const crowded = planEvidenceTrail(inputOf({ needs, trails: others }));
    expect(crowded.trails).toEqual([]);
    expect(crowded.decides).toEqual({ actions: 0, roles: 0 });
    expect(crowded.usd).toBeCloseTo(0);
    expect(crowded.leftOut.map(({ because }) => because)).toEqual([
      'it takes 3 trails, and a Region has room for 2 more of its 5',
    ]);
    const own = trailOf({ name: 'ecs-role-auditor-evidence' });
    expect(planEvidenceTrail(inputOf({ needs, trails: [...others.slice(1), own] })).trails).toHaveLength(3);
  });
});

describe('packSelectors()', () => {
  const recording = fc.record({
    type: fc.constantFrom(TABLES, QUEUES, OBJECTS),
    role: fc.integer({ min: 0, max: 900 }).map((index) => sessionPrefixOf(arn(`app-${index}`))),
    muted: fc.constantFrom<readonly string[]>([], ['GetItem'], ['GetItem', 'Query']),
  });

  test('records exactly what is given, of roles whose names begin alike too, within the values of a trail', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(recording, { maxLength: 800, selector: (each) => `${each.type} ${each.role}` }),
        (all) => {
          const trails = packSelectors(all);
          const key = ({ type, role, muted }: Recording) => `${type} ${role} ${muted.join()}`;
          expect(
            trails
              .flatMap((selectors) => recordingsIn({ kind: 'advanced', selectors }))
              .map(key)
              .sort(),
          ).toEqual(all.map(key).sort());
          for (const selectors of trails) expect(valuesOf(selectors)).toBeLessThanOrEqual(MOST_VALUES);
        },
      ),
    );
  });

  test('a selector lets through the sessions of its roles alone', () => {
    const [[selector] = []] = packSelectors([{ type: TABLES, role: sessionPrefixOf(arn('app')), muted: [] }]);
    const fields = selector?.fields.filter(({ field }) => field === 'userIdentity.arn') ?? [];
    const admits = (role: string) => admitsSessions(fields, role as SessionPrefix);
    expect(admits(sessionPrefixOf(arn('app')))).toBe(true);
    expect(admits(sessionPrefixOf(arn('app-2')))).toBe(false);
  });
});

describe('mutedNames()', () => {
  const event = (eventName: string, parts: Partial<RoleEvent> = {}): RoleEvent => ({
    eventSource: 'dynamodb.amazonaws.com',
    eventName,
    first: daysAgo(11),
    last: daysAgo(1),
    count: 1_000_000,
    actions: ['dynamodb:GetItem'],
    ...parts,
  });
  const used = { ...open('dynamodb:GetItem', TABLES), verdict: 'used' } as const;
  const muted = (
    events: readonly RoleEvent[],
    actions: readonly NeededAction[] = [used],
    mayShow = inputOf().mayShow,
  ) =>
    mutedNames({ role: arn('app'), actions, events }, TABLES, { ...inputOf(), mayShow }).map(
      ({ eventName, perMonth }) => `${eventName} ${perMonth}`,
    );

  test.each<readonly [string, readonly RoleEvent[], readonly NeededAction[], readonly string[]]>([
    ['a hot event that was seen lately', [event('GetItem')], [used], ['GetItem 3000000']],
    ['a rare event, which costs next to nothing', [event('GetItem', { count: 1_000 })], [used], []],
    ['an event that will soon be forgotten', [event('GetItem', { first: daysAgo(80), last: daysAgo(70) })], [used], []],
    ['an event of another type', [event('GetItem')], [{ ...used, resourceTypes: [QUEUES] }], []],
    ['an event of which no action is used', [event('GetItem')], [open('dynamodb:GetItem', TABLES)], []],
    [
      'an event that may show an open action too',
      [event('GetItem')],
      [used, { ...open('dynamodb:GetItem', TABLES), verdict: 'unused' }],
      [],
    ],
    [
      'an event beside an open action that it cannot show',
      [event('GetItem')],
      [used, open('dynamodb:Scan', TABLES)],
      ['GetItem 3000000'],
    ],
    [
      'the hottest first',
      [event('GetItem'), event('Query', { count: 2_000_000 })],
      [used],
      ['Query 6000000', 'GetItem 3000000'],
    ],
  ])('%s', (_, events, actions, expected) => {
    expect(muted(events, actions)).toEqual(expected);
  });

  test('an event that nobody knows is never left out', () => {
    expect(muted([event('GetItem')], [used, open('dynamodb:Scan', TABLES)], () => true)).toEqual([]);
  });
});

describe('planChanges()', () => {
  const hot: RoleEvent = {
    eventSource: 'dynamodb.amazonaws.com',
    eventName: 'GetItem',
    first: daysAgo(11),
    last: daysAgo(1),
    count: 1_000_000,
    actions: ['dynamodb:GetItem'],
  };
  const actions = [{ ...open('dynamodb:GetItem', TABLES), verdict: 'used' as const }, open('dynamodb:Scan', TABLES)];
  const first = planEvidenceTrail(inputOf({ needs: [needsOf('app', ...actions), needsOf('gone', ...actions)] }));
  const trailWith = (plan: typeof first) =>
    plan.trails.map(({ name, selectors }) => trailOf({ name, selectors: { kind: 'advanced', selectors } }));

  test('finds what is to be muted, added and dropped, and what it saves', () => {
    const needs = [{ ...needsOf('app', ...actions), events: [hot] }, needsOf('new', open('sqs:SendMessage', QUEUES))];
    const next = planEvidenceTrail(inputOf({ needs, trails: trailWith(first) }));
    expect(next.savedUsd).toBeCloseTo(3);
    const changes = planChanges(next, trailWith(first));
    const prefix = `arn:aws:sts::${ACCOUNT}:assumed-role/`;
    expect(changes).toEqual({
      created: [],
      unneeded: [],
      added: [{ type: QUEUES, role: `${prefix}new/` }],
      dropped: [{ type: TABLES, role: `${prefix}gone/` }],
      muted: [{ type: TABLES, role: `${prefix}app/`, names: ['GetItem'] }],
      unmuted: [],
    });
    expect(planChanges(first, trailWith(next)).unmuted).toEqual([
      { type: TABLES, role: `${prefix}app/`, names: ['GetItem'] },
    ]);
  });

  test('finds nothing where the trail is as planned, whatever other trails there are', () => {
    expect(hasChanges(planChanges(first, [...trailWith(first), trailOf()]))).toBe(false);
    expect(planChanges(first, [trailOf()]).created).toEqual(['ecs-role-auditor-evidence']);
    expect(planChanges({ trails: [] }, trailWith(first)).unneeded).toEqual(['ecs-role-auditor-evidence']);
  });
});

test.each([
  [0, '0.00 USD'],
  [0.001, '0.01 USD'],
  [3.999, '4.00 USD'],
  [12.3, '13 USD'],
])('%d US dollars are never rounded down: %s', (usd, text) => {
  expect(dollars(usd)).toBe(text);
});

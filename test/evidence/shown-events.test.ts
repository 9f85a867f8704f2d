import { expect, test } from 'vitest';
import type { Observation } from '../../src/cloudtrail/observation.ts';
import type { AdvancedSelector } from '../../src/cloudtrail/trail-settings/trail.ts';
import { trailCoverage } from '../../src/evidence/coverage-by-settings.ts';
import { shownEventsList, unshownTypes, withShownEvents } from '../../src/evidence/shown-events.ts';
import type { RoleArn } from '../../src/iam/arn.ts';
import { ACCOUNT, daysAgo, NOW } from '../ledger/seen.ts';
import { advanced, dataEvents, managementEvents, pastOf, trailOf } from '../support/trails.ts';

const OBJECTS = 'AWS::S3::Object';
const TABLES = 'AWS::DynamoDB::Table';
const UNTIL = NOW - 15 * 60_000;
const LOCATION = { bucket: 'logs', prefix: '' };
const roleOf = (name: string): RoleArn => `arn:aws:iam::${ACCOUNT}:role/svc/${name}`;
const sessionsOf = (name: string) => `arn:aws:sts::${ACCOUNT}:assumed-role/${name}/` as const;
const S3 = 's3.amazonaws.com';
const getObject = (at: number, events = OBJECTS) => ({ events, at, eventSource: S3, eventName: 'GetObject' });

function call(name: string, at: number, parts: Partial<Observation> = {}): Observation {
  const principal = { accountId: ACCOUNT, arn: roleOf(name), name };
  const event = { eventSource: S3, eventName: 'GetObject', parameters: { kind: 'none' } } as const;
  return { eventId: 'e', at, region: 'us-east-1', principal, resources: [], ...event, ...parts } as Observation;
}

test('of each kind the latest event that is old enough is told, and of each role that made such a call', () => {
  const list = shownEventsList(UNTIL);
  list.add({ observations: [call('app', daysAgo(3)), call('app', daysAgo(9))], recorded: [getObject(daysAgo(5))] });
  list.add({
    observations: [
      call('late', NOW),
      call('early', NOW, { repeats: { count: 2, first: daysAgo(1), resources: 'all', resourcesStated: true } }),
      call('other', daysAgo(1), { eventName: 'CreateBucket' }),
    ],
    recorded: [getObject(daysAgo(2)), getObject(NOW), { ...getObject(daysAgo(4)), events: 'management' }],
  });
  expect(list.all()).toEqual([
    { events: OBJECTS, at: daysAgo(2) },
    { events: 'management', at: daysAgo(4) },
    { events: OBJECTS, role: sessionsOf('app'), at: daysAgo(3) },
    { events: OBJECTS, role: sessionsOf('early'), at: daysAgo(1) },
  ]);
});

test('of an event that may be of two types, nothing is told of roles', () => {
  const list = shownEventsList(UNTIL);
  list.add({
    observations: [call('app', daysAgo(3))],
    recorded: [getObject(daysAgo(5)), getObject(daysAgo(5), TABLES)],
  });
  expect(list.all().filter(({ role }) => role !== undefined)).toEqual([]);
});

const { remembered: _, ...FIRST_RUN } = pastOf();
const of = (...names: readonly string[]) => ({ field: 'userIdentity.arn', startsWith: names.map(sessionsOf) });
const trail = (name: string, ...selectors: readonly AdvancedSelector[]) => ({
  trail: trailOf({
    name,
    arn: `arn:aws:cloudtrail:us-east-1:${ACCOUNT}:trail/${name}`,
    selectors: advanced(...selectors),
  }),
  past: FIRST_RUN,
});

/** For which types a first run counts the silence of 90 days: of everybody, and of the role `app`. */
function counted(
  trails: readonly ReturnType<typeof trail>[],
  events: ReturnType<ReturnType<typeof shownEventsList>['all']>,
) {
  const known = withShownEvents(trails, [
    { location: LOCATION, events },
    { location: { bucket: 'b', prefix: '' }, events: [] },
  ]);
  const read = [{ from: daysAgo(90), to: NOW }];
  const [found] = trailCoverage([{ source: 'trail', region: 'us-east-1', read, location: LOCATION }], known, [
    roleOf('app'),
  ]);
  const covered = (all = {}) =>
    Object.entries<readonly unknown[]>(all).flatMap(([key, periods]) => (periods.length > 0 ? [key.trim()] : []));
  return [
    ...((found?.management.length ?? 0) > 0 ? ['management'] : []),
    ...covered(found?.dataEvents),
    ...covered(found?.roleDataEvents),
    ...[...unshownTypes(known, [roleOf('app')])].map((type) => `not ${type}`),
  ];
}

const SHOWN = [
  { events: 'management', at: daysAgo(1) },
  { events: OBJECTS, at: daysAgo(1) },
];
const BY_APP = { events: OBJECTS, role: sessionsOf('app'), at: daysAgo(1) };
const BY_OTHER = { events: OBJECTS, role: sessionsOf('orders'), at: daysAgo(1) };

test.each([
  ['what events show', [trail('main', managementEvents(), dataEvents(OBJECTS))], SHOWN, ['management', OBJECTS]],
  [
    'no type of which no event was read',
    [trail('main', dataEvents(OBJECTS), dataEvents(TABLES))],
    SHOWN,
    [OBJECTS, `not ${TABLES}`],
  ],
  [
    'no management events where none were read',
    [trail('main', managementEvents(), dataEvents(OBJECTS))],
    SHOWN.slice(1),
    [OBJECTS],
  ],
  [
    "the role's events where one of its own was read",
    [trail('main', dataEvents(OBJECTS, of('app')))],
    [...SHOWN, BY_APP],
    [`${OBJECTS} ${sessionsOf('app')}`],
  ],
  [
    "none of the role's events where others' were read",
    [trail('main', dataEvents(OBJECTS, of('app', 'orders')))],
    [...SHOWN, BY_OTHER],
    [`not ${OBJECTS}`],
  ],
  [
    'no type that another trail may have delivered to the same place',
    [
      trail('main', managementEvents(), dataEvents(OBJECTS)),
      trail('other', dataEvents(OBJECTS, { field: 'resources.ARN', startsWith: ['arn:aws:s3:::a/'] })),
    ],
    SHOWN,
    ['management', `not ${OBJECTS}`],
  ],
])('a first run counts %s', (_what, trails, events, expected) => {
  expect(counted(trails, events)).toEqual(expected);
});

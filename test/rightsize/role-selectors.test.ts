import { expect, test } from 'vitest';
import { mayShow } from '../../src/cloudtrail/may-show.ts';
import type { AdvancedSelector, FieldSelector } from '../../src/cloudtrail/trail-settings/trail.ts';
import { type TrailKnowledge, trailCoverage } from '../../src/evidence/coverage-by-settings.ts';
import { watchedFor } from '../../src/evidence/watched.ts';
import type { Action } from '../../src/iam/action.ts';
import type { RoleArn } from '../../src/iam/arn.ts';
import { loadCatalog } from '../../src/iam/catalog/load-catalog.ts';
import { ACCOUNT, daysAgo, NOW } from '../ledger/seen.ts';
import { advanced, dataEvents, field, known, managementEvents } from '../support/trails.ts';

const catalog = await loadCatalog();
const TABLES = 'AWS::DynamoDB::Table';
const OBJECTS = 'AWS::S3::Object';
const SESSIONS = `arn:aws:sts::${ACCOUNT}:assumed-role/`;
const TYPES: Readonly<Record<string, string>> = { dynamodb: TABLES, s3: OBJECTS, kinesis: 'AWS::Kinesis::Stream' };

/** Filters on who called. */
function by(filter: Omit<FieldSelector, 'field'>): FieldSelector {
  return { field: 'userIdentity.arn', ...filter };
}
const ofRole = (...names: readonly string[]) => by({ startsWith: names.map((name) => `${SESSIONS}${name}/`) });
const without = (...names: readonly string[]): FieldSelector => ({ field: 'eventName', notEquals: names });
const tables = (...fields: readonly FieldSelector[]) => dataEvents(TABLES, ...fields);
const half = (value: 'true' | 'false') => field('readOnly', value);

/** What is known of a role's action where trails with these selectors were read for 90 days. */
function answer(trails: readonly TrailKnowledge[], action: Action, role: RoleArn = roleOf('app')) {
  const read = [{ from: daysAgo(90), to: NOW }];
  const coverages = trailCoverage(
    [{ source: 'trail', region: 'us-east-1', read, location: { bucket: 'logs', prefix: '' } }],
    trails,
    [role],
  );
  const past = {
    coverages,
    enabledRegions: ['us-east-1'],
    now: NOW,
    mayShow: (name: string, asked: Action) => mayShow(name, asked, catalog),
  };
  const [service = ''] = action.split(':');
  const found = watchedFor({ kind: 'data', resourceTypes: [TYPES[service] ?? ''] }, action, past, role);
  if (!('interval' in found)) return found.why === 'muted' ? `muted ${found.names.join()}` : found.why;
  return (NOW - found.interval.from) / 86_400_000;
}

function roleOf(name: string, path = ''): RoleArn {
  return `arn:aws:iam::${ACCOUNT}:role/${path}${name}`;
}

function trail(...selectors: readonly AdvancedSelector[]): TrailKnowledge {
  return known({ selectors: advanced(...selectors) });
}

const MUTED = 'muted GetItem';

/** Selectors of trails (one list each), and for how many days a role's action was watched, or why it was not. */
const ROWS: readonly (readonly [
  string,
  readonly (readonly AdvancedSelector[])[],
  string | number,
  { readonly role?: RoleArn; readonly action?: Action }?,
])[] = [
  ['the right role', [[tables(ofRole('app'))]], 90],
  ['one of several roles', [[tables(ofRole('orders', 'app'))]], 90],
  ['another role', [[tables(ofRole('orders'))]], 'off'],
  ['another role whose name begins alike', [[tables(ofRole('app'))]], 'off', { role: roleOf('app-admin') }],
  ['a role whose name is the beginning of the one selected', [[tables(ofRole('app-admin'))]], 'off'],
  ['a role with a path, which STS leaves out', [[tables(ofRole('app'))]], 90, { role: roleOf('app', 'svc/team/') }],
  [
    'a filter with the path, which no session has',
    [[tables(by({ startsWith: [`${SESSIONS}svc/team/app/`] }))]],
    'off',
    { role: roleOf('app', 'svc/team/') },
  ],
  ['a beginning of several roles’ names', [[tables(by({ startsWith: [`${SESSIONS}ap`] }))]], 90],
  ['the same in another case', [[tables(by({ startsWith: [`${SESSIONS}App/`] }))]], 'off'],
  ['some sessions of the role', [[tables(by({ startsWith: [`${SESSIONS}app/0123`] }))]], 'off'],
  ['one session, by its whole ARN', [[tables(by({ equals: [`${SESSIONS}app/0123`] }))]], 'off'],
  [
    'the role of another account',
    [[tables(by({ startsWith: ['arn:aws:sts::999999999999:assumed-role/app/'] }))]],
    'off',
  ],
  [
    'the role of another partition',
    [[tables(by({ startsWith: [`arn:aws-cn:sts::${ACCOUNT}:assumed-role/app/`] }))]],
    'off',
  ],
  ['the end of sessions’ names', [[tables(by({ endsWith: ['/app'] }))]], 'off'],
  ['all but another role', [[tables(by({ notStartsWith: [`${SESSIONS}orders/`] }))]], 90],
  ['all but the role', [[tables(by({ notStartsWith: [`${SESSIONS}app/`] }))]], 'off'],
  ['all but roles whose names begin so', [[tables(by({ notStartsWith: [`${SESSIONS}a`] }))]], 'off'],
  ['all but some sessions of the role', [[tables(by({ notStartsWith: [`${SESSIONS}app/01`] }))]], 'off'],
  ['all but one session of the role', [[tables(by({ notEquals: [`${SESSIONS}app/0123`] }))]], 'off'],
  ['all but one session of another role', [[tables(by({ notEquals: [`${SESSIONS}app-2/0123`] }))]], 90],
  ['all but what ends so', [[tables(by({ notEndsWith: ['0123'] }))]], 'off'],
  [
    'selected and deselected at once',
    [[tables(by({ startsWith: [SESSIONS], notStartsWith: [`${SESSIONS}app/`, `${SESSIONS}x/`] }))]],
    'off',
  ],
  ['selected, and others deselected', [[tables(by({ startsWith: [SESSIONS], notStartsWith: [`${SESSIONS}x/`] }))]], 90],
  [
    'values of two operators that select',
    [[tables(by({ startsWith: [`${SESSIONS}app/`], equals: [`${SESSIONS}app/1`] }))]],
    'off',
  ],
  ['two filters, of which one leaves it out', [[tables(ofRole('app'), ofRole('orders'))]], 'off'],
  ['two filters that both let it through', [[tables(ofRole('app'), by({ startsWith: [SESSIONS] }))]], 90],
  ['a second selector with the role', [[tables(ofRole('orders')), tables(ofRole('app'))]], 90],
  ['the role, of another type', [[dataEvents(OBJECTS, ofRole('app'))]], 'off'],
  [
    'the role, on some resources',
    [[tables(ofRole('app'), { field: 'resources.ARN', startsWith: ['arn:aws:dynamodb'] })]],
    'off',
  ],
  ['the role, from one event source', [[tables(ofRole('app'), field('eventSource', 'dynamodb.amazonaws.com'))]], 'off'],
  ['the role’s management events', [[managementEvents(ofRole('app'))]], 'off'],
  ['the reads of the role', [[tables(ofRole('app'), half('true'))]], 'off'],
  [
    'both halves of the role, in two selectors',
    [[tables(ofRole('app'), half('true')), tables(ofRole('app'), half('false'))]],
    90,
  ],
  [
    'both halves of the role, in two trails',
    [[tables(ofRole('app'), half('true'))], [tables(ofRole('app'), half('false'))]],
    90,
  ],
  ['reads of the role, and everybody’s writes', [[tables(ofRole('app'), half('true'))], [tables(half('false'))]], 90],
  [
    'reads of the role, and writes of another',
    [[tables(ofRole('app'), half('true'))], [tables(ofRole('x'), half('false'))]],
    'off',
  ],
  ['a muted event', [[tables(ofRole('app'), without('GetItem'))]], MUTED],
  ['an event beside a muted one', [[tables(ofRole('app'), without('GetItem'))]], 90, { action: 'dynamodb:Scan' }],
  ['an event muted for everybody', [[tables(without('GetItem'))]], MUTED],
  ['an event beside one muted for everybody', [[tables(without('GetItem'))]], 90, { action: 'dynamodb:Scan' }],
  [
    'a muted event that also shows other actions',
    [[tables(ofRole('app'), without('TransactWriteItems'))]],
    'muted TransactWriteItems',
    { action: 'dynamodb:PutItem' },
  ],
  [
    'a muted event that nobody knows',
    [[tables(ofRole('app'), without('GetItems2'))]],
    'muted GetItems2',
    { action: 'dynamodb:Scan' },
  ],
  [
    'muted in one trail and recorded by another',
    [[tables(ofRole('app'), without('GetItem'))], [tables(ofRole('app'))]],
    90,
  ],
  [
    'muted in one trail, alone in another',
    [[tables(ofRole('app'), without('GetItem'))], [tables(ofRole('app'), field('eventName', 'GetItem'))]],
    90,
  ],
  [
    'muted in two trails that leave out different names',
    [[tables(ofRole('app'), without('GetItem'))], [tables(ofRole('app'), without('Scan'))]],
    90,
  ],
  [
    'muted in both of two trails',
    [[tables(ofRole('app'), without('GetItem', 'Scan'))], [tables(ofRole('app'), without('GetItem'))]],
    MUTED,
  ],
  [
    'muted among the reads alone',
    [[tables(ofRole('app'), half('true'), without('GetItem')), tables(ofRole('app'), half('false'))]],
    MUTED,
  ],
  ['muted for another role', [[tables(ofRole('orders'), without('GetItem')), tables(ofRole('app'))]], 90],
  ['some names alone', [[tables(ofRole('app'), field('eventName', 'GetItem', 'Scan'))]], 'off'],
  ['names that begin so', [[tables(ofRole('app'), { field: 'eventName', notStartsWith: ['Get'] })]], 'off'],
  ['names that are none', [[tables(ofRole('app'), without('GetItem,Scan'))]], 'off'],
];

test.each(ROWS.map(([name, ...row]) => [name, row] as const))('%s', (_, [trails, expected, asked = {}]) => {
  const { role, action = 'dynamodb:GetItem' } = asked;
  const given = trails.map((selectors) => trail(...selectors));
  expect(answer(given, action, role)).toBe(expected);
});

test('without being asked for a role, only what is recorded of everybody counts', () => {
  const read = [{ from: daysAgo(90), to: NOW }];
  const reads = [{ source: 'trail' as const, region: 'us-east-1', read, location: { bucket: 'logs', prefix: '' } }];
  const coverages = trailCoverage(reads, [trail(tables(ofRole('app')))], [roleOf('app')]);
  const past = { coverages, enabledRegions: ['us-east-1'], now: NOW };
  expect(watchedFor({ kind: 'data', resourceTypes: [TABLES] }, 'dynamodb:GetItem', past)).toMatchObject({ why: 'off' });
});

test('what is recorded of a role since just now is on, though nothing of it counts yet', () => {
  const selectors = advanced(tables(ofRole('app'), without('GetItem')));
  const fresh = known({ selectors, statuses: [{ region: 'us-east-1', logging: true, startedAt: NOW }] });
  expect(answer([fresh], 'dynamodb:PutItem')).toBe('unread');
  expect(answer([fresh], 'dynamodb:GetItem')).toBe(MUTED);
  expect(answer([fresh], 'dynamodb:PutItem', roleOf('orders'))).toBe('off');
});

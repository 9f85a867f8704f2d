import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ACCEPT_TAG,
  freeTagOf,
  parseAcceptTag,
  rolesThatTag,
  taggedExceptions,
} from '../../src/findings/exceptions/tagged-exceptions.ts';
import { arnOf, assess, NOW, roleNamed, verdict } from './fixtures.ts';

const UNTIL = Date.parse('2027-01-31T00:00:00Z');

describe('parseAcceptTag()', () => {
  test.each([
    ['until=2027-01-31 needed for the move', { rules: 'all', reason: 'needed for the move' }],
    ['until=2027-01-31 rule=shared-role one team', { rules: ['shared-role'], reason: 'one team' }],
    [
      'rule=shared-role until=2027-01-31 rule=unused-role both',
      { rules: ['shared-role', 'unused-role'], reason: 'both' },
    ],
    [
      'until=2027-01-31 action=s3:GetObject action=sqs:PurgeQueue quarterly report',
      { rules: 'all', actions: ['s3:GetObject', 'sqs:PurgeQueue'], reason: 'quarterly report' },
    ],
    ['  until=2027-01-31   ticket BILL-204   a=b  ', { rules: 'all', reason: 'ticket BILL-204 a=b' }],
  ])('reads %j', (value, expected) => {
    expect(parseAcceptTag(value, NOW)).toEqual({ ok: true, value: { until: UNTIL, ...expected } });
  });

  test.each([
    ['', 'it has no until='],
    ['needed for the move', 'it has no until='],
    ['until=2027-01-31', 'it gives no reason'],
    ['until=2027-01-31 rule=shared-role', 'it gives no reason'],
    ['until=2027-02-30 x', 'its until= is "2027-02-30": expected a day such as'],
    ['until=2030-01-01 x', 'expected at most 366 days ahead'],
    ['until=2027-01-31 until=2027-02-01 x', 'it has more than one until='],
    ['util=2027-01-31 x', '"util=" is not known'],
    ['until=2027-01-31 rules=shared-role x', '"rules=" is not known'],
    ['until=2027-01-31 rule=shared-rol x', 'its rule= is "shared-rol", which is no rule'],
    ['until=2027-01-31 rule= x', 'its rule= is "", which is no rule'],
    ['until=2027-01-31 action=s3 x', 'its action= is "s3": expected one such as s3:GetObject'],
    ['until=2027-01-31 action=s3:* x', 'its action= is "s3:*"'],
  ])('refuses %j', (value, problem) => {
    const read = parseAcceptTag(value, NOW);
    expect(read.ok ? 'read' : read.problem).toContain(problem);
  });

  test('needs nothing that IAM keeps out of tag values, and fits into 256 characters', () => {
    const value =
      'until=2027-01-31 rule=application-permissions-on-execution-role action=s3:GetObject reason with @/+-_.:= signs';
    expect(value).toMatch(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u);
    expect(parseAcceptTag(value, NOW)).toMatchObject({ ok: true });
  });

  test('takes whatever a tag may hold without throwing; without a day it accepts nothing', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 256 }), (value) => {
        fc.pre(!value.includes('until='));
        expect(parseAcceptTag(value, NOW).ok).toBe(false);
      }),
    );
  });
});

describe('taggedExceptions()', () => {
  const right = 'until=2027-01-31 rule=shared-role one team';
  test('reads the tags of each role, for that role alone', () => {
    const roles = [
      roleNamed('app', {
        tags: { [ACCEPT_TAG]: right, [`${ACCEPT_TAG}:2`]: 'until=2027-01-31 rule=unused-role x', other: right },
      }),
      roleNamed('plain', { tags: { owner: 'team' } }),
    ];
    const { exceptions, ignored } = taggedExceptions(roles, ACCEPT_TAG, NOW);
    expect(ignored).toEqual([]);
    expect(exceptions).toEqual([
      {
        role: arnOf('app'),
        rules: ['shared-role'],
        until: UNTIL,
        reason: 'one team',
        writtenIn: `tag ${ACCEPT_TAG} of app, not seen being set`,
        tag: ACCEPT_TAG,
      },
      {
        role: arnOf('app'),
        rules: ['unused-role'],
        until: UNTIL,
        reason: 'x',
        writtenIn: `tag ${ACCEPT_TAG}:2 of app, not seen being set`,
        tag: `${ACCEPT_TAG}:2`,
      },
    ]);
  });
  test.each([
    ['Ecs-Role-Auditor:Accept', true],
    ['ecs-role-auditor:accepted', false],
    ['ecs-role-auditor', false],
  ])('takes the key %s: %s', (key, taken) => {
    const { exceptions } = taggedExceptions([roleNamed('app', { tags: { [key]: right } })], ACCEPT_TAG, NOW);
    expect(exceptions).toHaveLength(taken ? 1 : 0);
  });
  test.each([
    ['iam:TagRole', 'used', false],
    ['iam:tagrole', 'undetermined', false],
    ['iam:TagRole', 'blocked', true],
    ['iam:UntagRole', 'unused', true],
  ] as const)('with %s %s, a role has a say about itself: %s', (action, word, taken) => {
    const own = assess('app', { actions: [verdict(action, word)] });
    const role = roleNamed('app', { tags: { [ACCEPT_TAG]: right } });
    const { exceptions, ignored } = taggedExceptions([role], ACCEPT_TAG, NOW, rolesThatTag([own]));
    expect(exceptions).toHaveLength(taken ? 1 : 0);
    expect(ignored.map(({ problem }) => problem)).toEqual(
      taken ? [] : [expect.stringContaining('granted iam:TagRole')],
    );
  });
  test('never repeats what looks like a secret', () => {
    for (const value of ['until=xoxb-1-canary x', 'until=2027-01-31 see xoxb-1-canary', 'rule=xoxb-1-canary']) {
      const read = parseAcceptTag(value, NOW);
      expect(read).toMatchObject({ ok: false, problem: expect.stringContaining('not shown') });
      expect(JSON.stringify(read)).not.toContain('canary');
    }
  });
  test('never obeys a tag that cannot be read, and says which it is', () => {
    const role = roleNamed('app', { tags: { [ACCEPT_TAG]: 'until=tomorrow rule=shared-role x' } });
    const { exceptions, ignored } = taggedExceptions([role], ACCEPT_TAG, NOW);
    expect(exceptions).toEqual([]);
    expect(ignored).toMatchObject([
      { roleArn: arnOf('app'), tag: ACCEPT_TAG, problem: expect.stringContaining('"tomorrow"') },
    ]);
  });
});

test.each([
  [{}, 'ecs-role-auditor:accept'],
  [{ owner: 'shop' }, 'ecs-role-auditor:accept'],
  [{ 'ECS-role-auditor:Accept': 'until=2027-01-31 x' }, 'ecs-role-auditor:accept:2'],
  [{ 'ecs-role-auditor:accept': 'x', 'ecs-role-auditor:accept:2': 'y' }, 'ecs-role-auditor:accept:3'],
])('freeTagOf() takes no tag away: beside %o it is %s', (tags, key) => {
  expect(freeTagOf({ tags }, ACCEPT_TAG)).toBe(key);
});

import { describe, expect, it } from 'vitest';
import type { Role, RolePolicy } from '../../src/iam/role.ts';
import { type GrantHistory, grantsSeen, joinGrants } from '../../src/ledger/grant-history.ts';
import { pastGrants } from '../../src/ledger/past-grants.ts';
import { statementTexts } from '../../src/ledger/statement-text.ts';
import { inline, rolePolicy } from '../support/iam.ts';
import { roleWith } from './role-with.ts';
import { daysAgo } from './seen.ts';

const READ = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };
const SEND = { Sid: 'Send', Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '*' };
const DENY = { Effect: 'Deny', Action: 's3:*', Resource: '*' };
const BOUNDARY = rolePolicy({ kind: 'boundary', name: 'b', arn: 'arn' }, [READ]);

/** What is known of the last of these nights' roles; `forgets` leaves out the words. */
function past(nights: readonly (readonly [number, Role])[], forgets = false) {
  let seen: GrantHistory | undefined;
  const texts = new Map<string, string>();
  for (const [days, role] of nights) {
    const tonight = grantsSeen(role, seen, daysAgo(days));
    if (tonight !== undefined) seen = seen === undefined ? tonight : joinGrants(seen, tonight);
    if (!forgets) for (const [key, text] of statementTexts(role)) texts.set(key, text);
  }
  const role = nights.at(-1)?.[1];
  return role === undefined ? [] : pastGrants(role, seen, texts);
}

const actionsOf = (policies: readonly RolePolicy[]) =>
  policies.flatMap(({ document }) =>
    document.ok ? document.value.statements.map(({ action }) => action?.join()) : [],
  );

describe('pastGrants()', () => {
  it('tells what the last run saw that saw the statement, without its Sid', () => {
    const [before, ...older] = past([
      [9, roleWith([inline(READ, SEND)])],
      [5, roleWith([inline(SEND, READ)])],
      [1, roleWith([inline(READ)])],
    ]);
    expect(older).toEqual([]);
    expect(before?.seenAt).toBe(daysAgo(5));
    expect(actionsOf(before?.role.policies ?? []).toSorted()).toEqual(['s3:GetObject', 'sqs:SendMessage']);
    expect(before && actionsOf([before.gone])).toEqual(['sqs:SendMessage']);
  });

  it('tells each change, the latest first', () => {
    const both = roleWith([inline(READ, SEND)]);
    expect(
      past([
        [9, both],
        [5, roleWith([inline(READ)])],
        [1, roleWith([])],
      ]).map(({ seenAt }) => seenAt),
    ).toEqual([daysAgo(5), daysAgo(9)]);
  });

  it('counts a boundary or a deny that came as a change, and knows the role without it', () => {
    const open = roleWith([inline(READ)]);
    const bounded = past([
      [9, open],
      [1, roleWith([inline(READ)], { boundary: BOUNDARY })],
    ]);
    expect(bounded.map(({ role }) => role.boundary)).toEqual([undefined]);
    const denied = past([
      [9, open],
      [1, roleWith([inline(READ, DENY)])],
    ]);
    expect(denied.map(({ role }) => actionsOf(role.policies))).toEqual([['s3:GetObject']]);
  });

  it('knows the boundary of before', () => {
    const [before] = past([
      [9, roleWith([inline(READ)], { boundary: BOUNDARY })],
      [1, roleWith([inline(READ)])],
    ]);
    expect(before?.role.boundary && actionsOf([before.role.boundary])).toEqual(['s3:GetObject']);
  });

  it.each<readonly [string, readonly (readonly [number, Role])[]]>([
    [
      'where nothing changed',
      [
        [9, roleWith([inline(READ)])],
        [1, roleWith([inline(READ)])],
      ],
    ],
    [
      'where something was added',
      [
        [9, roleWith([inline(READ)])],
        [1, roleWith([inline(READ, SEND)])],
      ],
    ],
    ['on the first night', [[1, roleWith([inline(READ)])]]],
  ])('tells nothing %s', (_, nights) => {
    expect(past(nights)).toEqual([]);
  });

  it('tells nothing without the words of the statements', () => {
    const nights: Parameters<typeof past>[0] = [
      [9, roleWith([inline(READ)])],
      [1, roleWith([])],
    ];
    expect([past(nights).length, past(nights, true).length]).toEqual([1, 0]);
  });

  it('tells nothing of a role that no run saw', () => {
    expect(pastGrants(roleWith([]), undefined, new Map())).toEqual([]);
  });
});

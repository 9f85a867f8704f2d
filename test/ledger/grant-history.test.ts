import { describe, expect, it } from 'vitest';
import type { Role } from '../../src/iam/role.ts';
import { type GrantHistory, grantsSeen, joinGrants, statementAges } from '../../src/ledger/grant-history.ts';
import { inline, rolePolicy } from '../support/iam.ts';
import { roleWith } from './role-with.ts';
import { daysAgo } from './seen.ts';

const READ = { Effect: 'Allow', Action: ['s3:GetObject', 's3:ListBucket'], Resource: '*' };
const SEND = { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '*' };
const DENY = { Effect: 'Deny', Action: 's3:*', Resource: 'arn:aws:s3:::secret/*' };

/** What the nights together saw; each is days ago and the role as it was. */
function nights(...each: readonly (readonly [number, Role])[]): GrantHistory | undefined {
  return each.reduce<GrantHistory | undefined>((known, [days, role]) => {
    const tonight = grantsSeen(role, known, daysAgo(days));
    return known === undefined || tonight === undefined ? (known ?? tonight) : joinGrants(known, tonight);
  }, undefined);
}

/** Since how many days ago the given statement of the role's first policy is known to be new. */
function newSince(role: Role, seen: GrantHistory | undefined, index = 0): number | undefined {
  const [policy] = role.policies;
  const at = policy && statementAges(role, seen).appearedAt(policy, index);
  return at === undefined ? undefined : Math.round((daysAgo(0) - at) / (24 * 3_600_000));
}

describe('grants as nights saw them', () => {
  const reads = roleWith([inline(READ)]);
  const both = roleWith([inline(READ, SEND)]);

  it('may be of any age on the first night', () => {
    expect(newSince(both, nights([5, both]), 1)).toBeUndefined();
    expect(newSince(both, undefined)).toBeUndefined();
  });

  it('are as young as the night that first saw them', () => {
    const seen = nights([9, reads], [5, both], [1, both]);
    expect([newSince(both, seen, 0), newSince(both, seen, 1)]).toEqual([undefined, 5]);
  });

  it('are young again after a night without them', () => {
    expect(newSince(both, nights([9, both], [5, reads], [1, both]), 1)).toBe(1);
  });

  it('are as old as they were after a run that was repeated the same night', () => {
    expect(newSince(both, nights([9, both], [1, both], [1, both]), 1)).toBeUndefined();
  });

  it('do not count by their place, name, policy or the order of their actions', () => {
    const other = { ...READ, Sid: 'Read', Action: READ.Action.toReversed() };
    const moved = roleWith([rolePolicy({ kind: 'inline', name: 'other' }, [SEND, other])]);
    expect(newSince(moved, nights([9, both], [1, moved]), 1)).toBeUndefined();
  });

  it.each([
    ['the actions', { ...READ, Action: 's3:*' }],
    ['the resources', { ...READ, Resource: 'arn:aws:s3:::b/*' }],
    ['the conditions', { ...READ, Condition: { Bool: { 'aws:SecureTransport': 'true' } } }],
    ['NotAction in place of Action', { Effect: 'Allow', NotAction: READ.Action, Resource: '*' }],
  ])('are new where %s changed', (_, statement) => {
    const changed = roleWith([inline(statement)]);
    expect(newSince(changed, nights([9, reads], [1, changed]))).toBe(1);
  });

  it('are not noted of a role that was not read wholly, which would make them new tomorrow', () => {
    expect(grantsSeen(roleWith([inline(READ)], { unread: ['policy x'] }), undefined, daysAgo(1))).toBeUndefined();
    const broken = { source: { kind: 'inline', name: 'x' }, document: { ok: false, problem: 'no JSON' } } as const;
    expect(grantsSeen(roleWith([broken]), undefined, daysAgo(1))).toBeUndefined();
    expect(grantsSeen(roleWith([], { boundary: broken }), undefined, daysAgo(1))).toBeUndefined();
  });

  it.each<readonly [string, Role, Role, boolean]>([
    ['a deny was taken away', roleWith([inline(READ, DENY)]), reads, true],
    ['a boundary was put', reads, roleWith([inline(READ)], { boundary: inline(READ) }), true],
    [
      'the boundary says something else',
      roleWith([], { boundary: inline(READ) }),
      roleWith([], { boundary: inline(SEND) }),
      true,
    ],
    ['an allow was added', reads, both, false],
    ['the deny moved to another policy', roleWith([inline(DENY)]), roleWith([inline(), inline(DENY)]), false],
  ])('tell that what limits them changed: %s', (_, before, after, changed) => {
    const seen = nights([9, before], [1, after]);
    expect(statementAges(after, seen).limitsChangedAt).toBe(changed ? daysAgo(1) : undefined);
  });
});

import { describe, expect, it } from 'vitest';
import type { GrantChange, Observation } from '../../src/cloudtrail/observation.ts';
import type { Role, RolePolicy } from '../../src/iam/role.ts';
import type { PastGrants } from '../../src/ledger/past-grants.ts';
import { DENIED, daysAgo, seen } from '../ledger/seen.ts';
import { inline, rolePolicy } from '../support/iam.ts';
import { allow, assess, type World } from './world.ts';

const BUCKET = 'arn:aws:s3:::reports/2026';
const QUEUE = 'arn:aws:sqs:eu-west-1:123456789012:orders';
const READ = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::reports/*' };
const CREATE = { Effect: 'Allow', Action: ['sqs:CreateQueue', 'sqs:DeleteQueue'], Resource: '*' };

/** A role that had these statements five days ago; `gone`: those that it has no longer. */
function had(gone: RolePolicy, more: Partial<Role> = {}, seenAt = daysAgo(5)) {
  return (role: Role): readonly PastGrants[] => [
    { seenAt, gone, role: { ...role, policies: [...role.policies, gone], ...more } },
  ];
}

const refused = (at: number, parts: Partial<Observation> = {}) => seen('sqs:CreateQueue', { at, ...DENIED, ...parts });

function missed(world: Partial<World>, pastGrants: (role: Role) => readonly PastGrants[] = had(inline(CREATE))) {
  return assess({ policies: [allow('rds:DescribeDBInstances')], ...world, evidence: { pastGrants } }).missed;
}

describe('missedGrants()', () => {
  it('tells a refusal of what went, and the statement that granted it', () => {
    expect(missed({ observations: [refused(daysAgo(1))] })).toMatchObject([
      {
        action: 'sqs:CreateQueue',
        grantedAt: daysAgo(5),
        refused: { first: daysAgo(1), last: daysAgo(1) },
        resources: [],
        statement: { action: CREATE.Action },
      },
    ]);
  });

  it.each<readonly [string, Partial<World>, (role: Role) => readonly PastGrants[]]>([
    ['what it never had', { observations: [refused(daysAgo(1), { eventName: 'PurgeQueue' })] }, had(inline(CREATE))],
    ['what was refused before it went, and not since', { observations: [refused(daysAgo(6))] }, had(inline(CREATE))],
    [
      'what was refused before it went as well, of nobody knows what',
      { observations: [refused(daysAgo(9), { eventId: 'a' }), refused(daysAgo(1))] },
      had(inline(CREATE)),
    ],
    [
      'what it is granted again',
      { policies: [allow('sqs:CreateQueue')], observations: [refused(daysAgo(1))] },
      had(inline(CREATE)),
    ],
    ['what came through', { observations: [seen('sqs:CreateQueue', { at: daysAgo(1) })] }, had(inline(CREATE))],
    [
      'what a deny kept from it before',
      { observations: [refused(daysAgo(1))] },
      had(inline(CREATE, { Effect: 'Deny', Action: 'sqs:*', Resource: '*' })),
    ],
    [
      'what a boundary kept from it before',
      { observations: [refused(daysAgo(1))] },
      had(inline(CREATE), { boundary: rolePolicy({ kind: 'boundary', name: 'b', arn: '' }, [READ]) }),
    ],
    ['anything where nothing went', { observations: [refused(daysAgo(1))] }, () => []],
  ])('says nothing of %s', (_, world, past) => {
    expect(missed(world, past)).toEqual([]);
  });

  it('asks about the refused resource', () => {
    const one = { ...CREATE, Resource: QUEUE };
    const on = (resource: string) => ({ observations: [refused(daysAgo(1), { resources: [resource] })] });
    expect(missed(on(QUEUE), had(inline(one)))).toMatchObject([{ resources: [QUEUE] }]);
    expect(missed(on(`${QUEUE}-other`), had(inline(one)))).toEqual([]);
  });

  it('tells of a named resource although others were refused before', () => {
    const one = { ...CREATE, Resource: QUEUE };
    const observations = [
      refused(daysAgo(9), { eventId: 'a', resources: [BUCKET] }),
      refused(daysAgo(1), { resources: [QUEUE] }),
    ];
    expect(missed({ observations }, had(inline(one)))).toMatchObject([{ resources: [QUEUE] }]);
  });

  it('names no statement where a deny or boundary came instead', () => {
    const boundary = rolePolicy({ kind: 'boundary', name: 'b', arn: '' }, [READ]);
    const world = { policies: [allow('sqs:CreateQueue')], role: { boundary }, observations: [refused(daysAgo(1))] };
    const before = (role: Role): readonly PastGrants[] => {
      const { boundary: _, ...open } = role;
      return [{ seenAt: daysAgo(5), gone: inline(), role: open }];
    };
    const [found] = missed(world, before) ?? [];
    expect(found).toMatchObject({ action: 'sqs:CreateQueue' });
    expect(found?.statement).toBeUndefined();
  });

  it('names no statement that went where giving it back would give nothing', () => {
    const deny = inline(
      { Effect: 'Allow', Action: 'sqs:*', Resource: QUEUE },
      { Effect: 'Deny', Action: 'sqs:CreateQueue', Resource: QUEUE },
    );
    const other = inline({ ...CREATE, Resource: `${QUEUE}-old` });
    const before = (role: Role): readonly PastGrants[] => [
      { seenAt: daysAgo(5), gone: other, role: { ...role, policies: [allow('sqs:*')] } },
    ];
    const observations = [refused(daysAgo(1), { resources: [QUEUE] })];
    const [found] = missed({ policies: [deny], observations }, before) ?? [];
    expect(found).toMatchObject({ action: 'sqs:CreateQueue', resources: [QUEUE] });
    expect(found?.statement).toBeUndefined();
  });

  it('names the statement that granted the refused resource', () => {
    const gone = inline({ ...CREATE, Resource: `${QUEUE}-old` }, { ...CREATE, Resource: QUEUE });
    const observations = [refused(daysAgo(1), { resources: [QUEUE] })];
    expect(missed({ observations }, had(gone))).toMatchObject([{ statement: { resource: [QUEUE] } }]);
  });

  it('tells the last use of before', () => {
    const observations = [seen('sqs:CreateQueue', { at: daysAgo(20) }), refused(daysAgo(1))];
    expect(missed({ observations })).toMatchObject([{ lastUsed: daysAgo(20) }]);
  });

  it('is unknown where the role was not read wholly, or nothing is kept', () => {
    expect(missed({ role: { unread: ['policy x'] } })).toBeUndefined();
    expect(assess({ observations: [refused(daysAgo(1))] }).missed).toBeUndefined();
  });

  describe('the change', () => {
    const CUSTOM = 'arn:aws:iam::123456789012:policy/custom';
    const change = (eventName: string, days: number, parts: Partial<GrantChange> = {}): GrantChange => ({
      at: daysAgo(days),
      eventName,
      roleName: 'app-task',
      policy: 'app',
      by: 'dana',
      ...parts,
    });
    it.each<readonly [string, readonly GrantChange[], string | undefined]>([
      [
        'is the last one before the refusals',
        [change('PutRolePolicy', 4), change('DeleteRolePolicy', 3)],
        'DeleteRolePolicy',
      ],
      ['is not one before the last run that saw the grant', [change('DeleteRolePolicy', 6)], undefined],
      ['is not one after the refusals', [change('DeleteRolePolicy', 1)], undefined],
      ['is not one that takes nothing', [change('TagRole', 3)], undefined],
      ['is not one of another role', [change('DeleteRolePolicy', 3, { roleName: 'other' })], undefined],
      [
        'may be a new version of a policy that is attached',
        [{ at: daysAgo(3), eventName: 'CreatePolicyVersion', policyArn: CUSTOM, by: 'dana' }],
        'CreatePolicyVersion',
      ],
    ])('%s', (_, grantChanges, expected) => {
      const managed = rolePolicy({ kind: 'managed', name: 'custom', arn: CUSTOM, awsManaged: false }, [READ]);
      const found = missed({ policies: [managed], grantChanges, observations: [refused(daysAgo(2))] });
      expect(found?.map((each) => each.change?.eventName)).toEqual([expected]);
    });
  });
});

describe('a refusal that was mended', () => {
  const at = (days: number | undefined) => ({
    statementAges: () => ({
      appearedAt: () => (days === undefined ? undefined : daysAgo(days)),
      limitsChangedAt: undefined,
    }),
  });
  it.each<readonly [string, number | undefined, string, true | undefined]>([
    ['by a later grant', 1, 'sqs:CreateQueue', true],
    ['not by a grant that was there', 5, 'sqs:CreateQueue', undefined],
    ['not by a grant of unknown age', undefined, 'sqs:CreateQueue', undefined],
    ['not by a grant of something else', 1, 'sqs:DeleteQueue', undefined],
  ])('%s', (_, days, action, expected) => {
    const { denied } = assess({ policies: [allow(action)], observations: [refused(daysAgo(2))], evidence: at(days) });
    expect(denied.map(({ grantedSince }) => grantedSince)).toEqual([expected]);
  });
});

describe('a first use', () => {
  const DECRYPT = 'kms:Decrypt';
  const idleSince = (world: Partial<World>) =>
    assess({ policies: [allow(DECRYPT)], ...world }).actions.find(({ action }) => action === DECRYPT)?.idleSince;
  const used = (days: number) => ({ observations: [seen(DECRYPT, { at: daysAgo(days) })] });
  it('tells since when the action had been there and idle', () => {
    expect(idleSince(used(2))).toBe(daysAgo(90));
  });
  it.each<readonly [string, Partial<World>]>([
    ['is long ago', used(12)],
    [
      'follows other uses',
      { observations: [seen(DECRYPT, { at: daysAgo(60), eventId: 'a' }), ...used(2).observations] },
    ],
    ['is of a young role', { ...used(2), role: { createdAt: daysAgo(20) } }],
    [
      'is of a young grant',
      { ...used(2), grantChanges: [{ at: daysAgo(20), eventName: 'PutRolePolicy', roleName: 'app-task' }] },
    ],
    ['comes after little that was watched', { ...used(2), coverages: [] }],
  ])('is none where it %s', (_, world) => {
    expect(idleSince(world)).toBeUndefined();
  });
});

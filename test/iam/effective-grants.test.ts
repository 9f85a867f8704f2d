import { beforeAll, describe, expect, test } from 'vitest';
import { count, placesOf } from '../../src/iam/action-set.ts';
import type { Catalog } from '../../src/iam/catalog/catalog.ts';
import { loadCatalog } from '../../src/iam/catalog/load-catalog.ts';
import { type EffectiveGrants, effectiveGrants } from '../../src/iam/effective-grants.ts';
import type { Access } from '../../src/iam/grant.ts';
import { parsePolicy } from '../../src/iam/parse-policy.ts';
import type { PolicySource, RolePolicy } from '../../src/iam/role.ts';
import type { GrantingRole } from '../../src/iam/role-policies.ts';
import { inline, namesIn, role, rolePolicy } from '../support/iam.ts';

let catalog: Catalog;
beforeAll(async () => {
  catalog = await loadCatalog();
});

const allow = (action: unknown, more: object = {}): object => ({
  Effect: 'Allow',
  Action: action,
  Resource: '*',
  ...more,
});
const deny = (action: unknown, more: object = {}): object => ({ ...allow(action, more), Effect: 'Deny' });
const boundary = (...statements: readonly object[]): RolePolicy =>
  rolePolicy({ kind: 'boundary', name: 'cap', arn: 'arn:aws:iam::111111111111:policy/cap' }, statements);
const scp = (name: string, ...statements: readonly object[]): RolePolicy =>
  rolePolicy({ kind: 'scp', name, level: 'root' }, statements);
const unreadable = (source: PolicySource): RolePolicy => ({ source, document: parsePolicy('{') });

function grantsOf(
  policies: readonly RolePolicy[],
  more: Partial<GrantingRole> = {},
  scpLevels?: readonly (readonly RolePolicy[])[],
): EffectiveGrants {
  return effectiveGrants(role(policies, more), catalog, scpLevels === undefined ? {} : { scpLevels });
}

/** What the bulk sets say of an action, which must be what its explanation says. */
function accessOf(grants: EffectiveGrants, action: string): Access | undefined {
  const place = catalog.indexOf(action);
  const inSet = (set: Iterable<number>): boolean => [...set].includes(place ?? -1);
  const granted = inSet(placesOf(grants.granted().known)) || grants.granted().unknown.includes(action);
  const blocked = inSet(placesOf(grants.blocked().known)) || grants.blocked().unknown.includes(action);
  const unlimited = inSet(placesOf(grants.unlimited()));
  const explained = grants.of(action)?.access;
  expect({ granted, blocked }).toEqual({
    granted: explained === 'yes' || explained === 'limited',
    blocked: explained === 'blocked',
  });
  if (place !== undefined) expect(unlimited).toBe(explained === 'yes');
  return explained;
}

describe('effectiveGrants() by the statements of one policy', () => {
  const elsewhere = { Resource: 'arn:aws:s3:::x' };
  const mfa = { Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': false } } };
  test.each<[string, readonly object[], Readonly<Record<string, Access | undefined>>]>([
    ['a single action', [allow('s3:GetObject')], { 's3:GetObject': 'yes', 's3:PutObject': undefined }],
    ['another spelling of an action', [allow('S3:getobject')], { 's3:GetObject': 'yes' }],
    [
      'NotAction',
      [{ Effect: 'Allow', NotAction: ['iam:*', 'cloudtrail:*'], Resource: '*' }],
      { 's3:GetObject': 'yes', 'iam:PassRole': undefined, 'cloudtrail:LookupEvents': undefined },
    ],
    [
      'NotAction in a deny',
      [allow('*'), { Effect: 'Deny', NotAction: 's3:*', Resource: '*' }],
      { 's3:GetObject': 'yes', 'sqs:SendMessage': 'blocked' },
    ],
    [
      'a deny on every resource',
      [allow('s3:*'), deny('s3:CreateBucket')],
      { 's3:CreateBucket': 'blocked', 's3:GetObject': 'yes' },
    ],
    ['a deny on some resources', [allow('s3:*'), deny('s3:*', elsewhere)], { 's3:GetObject': 'limited' }],
    [
      'a deny on an array with *',
      [allow('s3:*'), deny('s3:CreateBucket', { Resource: ['arn:aws:s3:::x', '*'] })],
      { 's3:CreateBucket': 'blocked' },
    ],
    [
      'a deny on all but some resources',
      [allow('s3:*'), { Effect: 'Deny', Action: 's3:*', NotResource: 'arn:aws:s3:::x' }],
      { 's3:GetObject': 'limited' },
    ],
    [
      'a deny under a condition',
      [allow('ec2:*'), deny('ec2:StopInstances', mfa)],
      { 'ec2:StopInstances': 'limited', 'ec2:StartInstances': 'yes' },
    ],
    ['a deny in a form that IAM refuses', [allow('s3:*'), deny('s3*:GetObject')], { 's3:GetObject': 'limited' }],
    [
      'a deny partly in a form that IAM refuses',
      [allow('s3:*'), deny(['s3:GetObject', 's3*:X'])],
      { 's3:GetObject': 'limited' },
    ],
    ['a deny of what is not allowed', [deny('s3:*')], { 's3:GetObject': undefined }],
    ['some resources', [allow('s3:GetObject', elsewhere)], { 's3:GetObject': 'limited' }],
    ['some resources, and all', [allow('s3:GetObject', elsewhere), allow('s3:Get*')], { 's3:GetObject': 'yes' }],
    [
      'NotResource',
      [{ Effect: 'Allow', Action: 's3:*', NotResource: 'arn:aws:s3:::x' }],
      { 's3:GetObject': 'limited' },
    ],
    ['a condition', [allow('s3:GetObject', mfa)], { 's3:GetObject': 'limited' }],
    [
      'a condition that the role meets',
      [allow('s3:GetObject', { Condition: { StringEquals: { 'aws:PrincipalTag/team': 'red' } } })],
      { 's3:GetObject': 'yes' },
    ],
    [
      'a condition that the role cannot meet',
      [allow('s3:GetObject', { Condition: { StringEquals: { 'aws:PrincipalTag/team': 'blue' } } })],
      { 's3:GetObject': undefined },
    ],
    [
      'a condition on a tag that the role lacks',
      [allow('s3:GetObject', { Condition: { StringEquals: { 'aws:PrincipalTag/unit': 'x' } } })],
      { 's3:GetObject': undefined },
    ],
    [
      'a deny that meets the role',
      [
        allow('s3:*'),
        deny('s3:GetObject', { Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/svc/*' } } }),
      ],
      { 's3:GetObject': 'blocked' },
    ],
    [
      'a deny that spares the role',
      [
        allow('s3:*'),
        deny('s3:GetObject', { Condition: { StringNotEquals: { 'aws:PrincipalAccount': '111111111111' } } }),
      ],
      { 's3:GetObject': 'yes' },
    ],
    ['a single statement', [allow('s3:GetObject')], { 's3:GetObject': 'yes' }],
    [
      'an action that the catalogue does not know',
      [allow('newservice:DoThing')],
      { 'newservice:DoThing': 'yes', 'newservice:Other': undefined },
    ],
    [
      'a pattern that matches nothing in the catalogue',
      [allow('newservice:Do*'), deny('newservice:DoThing')],
      { 'newservice:Do*': 'yes', 'newservice:DoThing': 'blocked' } as never,
    ],
    [
      'an unknown action that is denied',
      [allow('newservice:DoThing'), deny('newservice:*')],
      { 'newservice:DoThing': 'blocked' },
    ],
  ])('%s', (name, statements, expected) => {
    const grants = grantsOf([inline(...statements)]);
    for (const [action, access] of Object.entries(expected)) {
      const explained = name.startsWith('a pattern') ? grants.of(action)?.access : accessOf(grants, action);
      expect(explained, action).toBe(access);
    }
  });
});

describe('effectiveGrants() by several policies', () => {
  test('a boundary cuts what it does not allow', () => {
    const grants = grantsOf([inline(allow(['s3:GetObject', 'sqs:SendMessage']))], {
      boundary: boundary(allow('s3:*')),
    });
    expect(accessOf(grants, 's3:GetObject')).toBe('yes');
    expect(accessOf(grants, 'sqs:SendMessage')).toBe('blocked');
    expect(grants.of('sqs:SendMessage')?.blockedBy).toEqual([{ kind: 'boundary', policy: 'permissions boundary cap' }]);
  });

  test('a boundary that allows with conditions limits', () => {
    const cap = boundary(allow('s3:*', { Sid: 'Cap', Resource: 'arn:aws:s3:::x/*' }));
    const grants = grantsOf([inline(allow('s3:GetObject'))], { boundary: cap });
    expect(accessOf(grants, 's3:GetObject')).toBe('limited');
    expect(grants.of('s3:GetObject')?.limitedBy).toEqual([
      { policy: 'permissions boundary cap', sid: 'Cap', index: 0 },
    ]);
  });

  test('a boundary grants nothing', () => {
    expect(accessOf(grantsOf([], { boundary: boundary(allow('*')) }), 's3:GetObject')).toBeUndefined();
  });

  test('each level of the organization must allow', () => {
    const levels = [
      [scp('full', allow('*')), scp('no-sqs', deny('sqs:*'))],
      [scp('s3', allow('s3:*')), scp('sqs', allow('sqs:*'))],
    ];
    const grants = grantsOf([inline(allow('*'))], {}, levels);
    expect(accessOf(grants, 's3:GetObject')).toBe('yes');
    expect(accessOf(grants, 'sqs:SendMessage')).toBe('blocked');
    expect(accessOf(grants, 'ec2:RunInstances')).toBe('blocked');
    expect(grants.of('ec2:RunInstances')?.blockedBy).toEqual([
      { kind: 'scp', level: 1, policies: ['organization policy s3 (root)', 'organization policy sqs (root)'] },
    ]);
    expect(grants.of('sqs:SendMessage')?.blockedBy).toEqual([
      { kind: 'deny', statement: { policy: 'organization policy no-sqs (root)', index: 0 } },
    ]);
  });

  test('a grant names the statements that make it and those that limit it', () => {
    const managed = rolePolicy(
      { kind: 'managed', name: 'Reader', arn: 'arn:aws:iam::aws:policy/Reader', awsManaged: true },
      [allow('sqs:*'), allow('s3:Get*', { Sid: 'Read' })],
    );
    const grants = grantsOf([inline(allow('s3:GetObject'), deny('s3:*', { Resource: 'arn:aws:s3:::x/*' })), managed]);
    expect(grants.of('S3:GETOBJECT')).toEqual({
      action: 's3:GetObject',
      access: 'limited',
      inCatalog: true,
      grantedBy: [
        { policy: 'inline policy app', index: 0 },
        { policy: 'managed policy Reader', sid: 'Read', index: 1 },
      ],
      blockedBy: [],
      limitedBy: [{ policy: 'inline policy app', index: 1 }],
    });
  });

  test('a blocked grant names what blocks it and nothing else', () => {
    const app = inline(allow('s3:GetObject', { Resource: 'arn:aws:s3:::x/*' }), deny('s3:*', { Sid: 'No' }));
    expect(grantsOf([app]).of('s3:GetObject')).toMatchObject({
      access: 'blocked',
      blockedBy: [{ kind: 'deny', statement: { policy: 'inline policy app', sid: 'No', index: 1 } }],
      limitedBy: [],
    });
  });

  test('a boundary with one whole allow beside a limited one does not limit', () => {
    const cap = boundary(allow('s3:*', { Resource: 'arn:aws:s3:::x/*' }), allow('s3:Get*'));
    expect(accessOf(grantsOf([inline(allow('s3:GetObject'))], { boundary: cap }), 's3:GetObject')).toBe('yes');
  });

  test('an unknown action is listed once, and not for a deny', () => {
    const app = inline(allow(['newservice:Do', 'NEWSERVICE:DO']), deny('otherservice:Do'));
    expect(grantsOf([app]).granted().unknown).toEqual(['newservice:Do']);
  });

  test('an unknown action is marked and keeps its spelling', () => {
    const grants = grantsOf([inline(allow(['newservice:doThing', 's3:GetObject']))]);
    expect([...grants.grants()].map(({ action, inCatalog }) => ({ action, inCatalog }))).toEqual([
      { action: 's3:GetObject', inCatalog: true },
      { action: 'newservice:doThing', inCatalog: false },
    ]);
  });

  test('an unknown pattern that a boundary may share is not called blocked', () => {
    const grants = grantsOf([inline(allow('newservice:*'))], { boundary: boundary(allow('newservice:Get*')) });
    expect(grants.granted().unknown).toEqual(['newservice:*']);
    const apart = grantsOf([inline(allow('newservice:*'))], { boundary: boundary(allow('s3:*')) });
    expect(apart.blocked().unknown).toEqual(['newservice:*']);
  });

  test.each<[string, readonly object[], string]>([
    ['an Allow of all but some of it', [{ Effect: 'Allow', NotAction: 'newservice:Get*', Resource: '*' }], 'granted'],
    ['an Allow of some of it beside others', [allow(['s3:*', 'newservice:ListThings'])], 'granted'],
    ['an Allow that overlaps it', [allow('newservice:*Things')], 'granted'],
    ['an Allow of its own part of names', [allow('newservice:LIST*')], 'granted'],
    ['an Allow of all beside a Deny of some of it', [allow('*'), deny('newservice:ListX*')], 'granted'],
    ['an Allow of all beside a Deny of it', [allow('*'), deny('newservice:L*')], 'blocked'],
    ['an Allow of names that begin otherwise', [allow('newservice:Get*')], 'blocked'],
  ])('of an unknown pattern, a boundary with %s', (_, statements, expected) => {
    const grants = grantsOf([inline(allow('newservice:List*'))], { boundary: boundary(...statements) });
    expect({ granted: grants.granted().unknown, blocked: grants.blocked().unknown }).toEqual({
      granted: [],
      blocked: [],
      [expected]: ['newservice:List*'],
    });
  });

  test('an unknown pattern is not granted by a narrower one', () => {
    expect(grantsOf([inline(allow('newservice:Get*'))]).of('newservice:*')).toBeUndefined();
  });

  test('an unknown action of several statements keeps its first spelling', () => {
    const grants = grantsOf([inline(allow('newservice:Do'), allow('NEWSERVICE:DO'))]);
    expect(grants.granted().unknown).toEqual(['newservice:Do']);
    expect(grants.blocked().unknown).toEqual([]);
    expect(grantsOf([inline(allow('s3:*'))]).granted().unknown).toEqual([]);
  });

  test('every action is granted by *', () => {
    const grants = grantsOf([inline(allow('*'))]);
    expect(count(grants.granted().known)).toBe(catalog.size);
    expect(count(grants.blocked().known)).toBe(0);
  });

  test('grants() lists granted and blocked actions', () => {
    const grants = grantsOf([inline(allow('sts:*'), deny('sts:AssumeRole*'))]);
    const listed = [...grants.grants()];
    expect(listed.map((grant) => grant.action)).toEqual(
      namesIn(
        catalog,
        Array.from(
          { length: count(grants.granted().known) + count(grants.blocked().known) },
          (_, i) => (catalog.serviceRange('sts')?.from ?? 0) + i,
        ),
      ),
    );
    expect(listed.filter((grant) => grant.access === 'blocked').map((grant) => grant.action)).toContain(
      'sts:AssumeRole',
    );
  });
});

describe('effectiveGrants() of a role that was not fully read', () => {
  test('an unparsed policy is reported and nothing is called unlimited', () => {
    const broken = unreadable({ kind: 'inline', name: 'broken' });
    const grants = grantsOf([inline(allow('s3:GetObject')), broken]);
    expect(grants.unparsed).toEqual([broken]);
    expect(accessOf(grants, 's3:GetObject')).toBe('limited');
    expect(accessOf(grants, 's3:PutObject')).toBeUndefined();
  });

  test('an unparsed boundary blocks nothing', () => {
    const broken = unreadable({ kind: 'boundary', name: 'cap', arn: 'arn:aws:iam::111111111111:policy/cap' });
    const grants = grantsOf([inline(allow('s3:GetObject'))], { boundary: broken });
    expect(grants.unparsed).toEqual([broken]);
    expect(accessOf(grants, 's3:GetObject')).toBe('limited');
  });

  test('an unparsed organization policy makes its level block nothing, but a deny beside it holds', () => {
    const levels = [[unreadable({ kind: 'scp', name: 'x', level: 'root' }), scp('no-sqs', deny('sqs:*'))]];
    const grants = grantsOf([inline(allow(['s3:GetObject', 'sqs:SendMessage']))], {}, levels);
    expect(accessOf(grants, 's3:GetObject')).toBe('limited');
    expect(accessOf(grants, 'sqs:SendMessage')).toBe('blocked');
  });

  test('an unread policy version leaves nothing unlimited', () => {
    expect(accessOf(grantsOf([inline(allow('s3:GetObject'))], { unread: ['policy p'] }), 's3:GetObject')).toBe(
      'limited',
    );
  });
});

describe('effectiveGrants() and tags that sessions may bring', () => {
  const byTag = [inline(allow('s3:GetObject', { Condition: { StringEquals: { 'aws:PrincipalTag/team': 'red' } } }))];
  const trusting = (action: unknown): Partial<GrantingRole> => ({
    trustPolicy: parsePolicy({ Statement: { Effect: 'Allow', Principal: { AWS: '111111111111' }, Action: action } }),
  });
  test.each<[string, Partial<GrantingRole>, Access]>([
    ['a trust policy without sts:TagSession', trusting('sts:AssumeRole'), 'yes'],
    ['a trust policy with sts:TagSession', trusting(['sts:AssumeRole', 'sts:TagSession']), 'limited'],
    [
      'sts:TagSession in a statement of its own',
      {
        trustPolicy: parsePolicy({
          Statement: ['sts:AssumeRole', 'sts:TagSession'].map((Action) => ({
            Effect: 'Allow',
            Principal: '*',
            Action,
          })),
        }),
      },
      'limited',
    ],
    [
      'sts:TagSession denied',
      { trustPolicy: parsePolicy({ Statement: { Effect: 'Deny', Principal: '*', Action: 'sts:TagSession' } }) },
      'yes',
    ],
    ['a trust policy that could not be read', { trustPolicy: parsePolicy('{') }, 'limited'],
  ])('%s', (_, more, expected) => {
    expect(accessOf(grantsOf(byTag, more), 's3:GetObject')).toBe(expected);
  });
});

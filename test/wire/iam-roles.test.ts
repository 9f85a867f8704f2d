import { describe, expect, test } from 'vitest';
import { createRoleReader } from '../../src/aws/iam/iam-roles.ts';
import type { RoleArn } from '../../src/iam/arn.ts';
import type { Role, RoleLookup } from '../../src/iam/role.ts';
import { addManagedPolicy, addRole } from '../../src/sandbox/build-account.ts';
import { emptyAccount, type SandboxAccount } from '../../src/sandbox/sandbox-account.ts';
import { sandboxSession } from '../support/sandbox-session.ts';

const now = Date.UTC(2026, 10, 22, 3);
const created = now - 500 * 86_400_000;
const changed = now - 40 * 86_400_000;

function policy(...actions: string[]) {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] };
}

interface Small {
  readonly account: SandboxAccount;
  readonly app: RoleArn;
}

/** One role with everything a role can have, and `fillers` others. */
function smallAccount(fillers = 0): Small {
  const account = emptyAccount({ now });
  const managed = addManagedPolicy(account, {
    name: 'app-managed',
    documents: [policy('s3:*'), policy('s3:GetObject')],
    createdAt: changed,
  });
  const aws = addManagedPolicy(account, { name: 'ReadOnly', awsManaged: true, documents: [policy('sqs:List*')] });
  const boundary = addManagedPolicy(account, { name: 'fence', path: '/dev/', documents: [policy('s3:*', 'sqs:*')] });
  const app = addRole(account, {
    name: 'app-task',
    path: '/svc/team/',
    createdAt: created,
    inlinePolicies: { own: policy('sns:Publish'), 'with spaces & more': policy('kms:Decrypt') },
    attached: [managed, aws],
    boundary,
    tags: { team: 'payments', empty: '' },
    lastUsed: { at: changed, region: 'eu-west-1' },
  });
  for (let index = 0; index < fillers; index += 1) {
    addRole(account, { name: `filler-${String(index).padStart(4, '0')}` });
  }
  return { account, app: app as RoleArn };
}

function arnOf(account: SandboxAccount, name: string): RoleArn {
  return `arn:aws:iam::${account.accountId}:role/${name}`;
}

function found(lookup: RoleLookup | undefined): Role {
  if (lookup?.kind !== 'found') throw new Error(`expected a role, found ${JSON.stringify(lookup)}`);
  return lookup.role;
}

function expectWhole(role: Role, app: RoleArn): void {
  expect(role).toMatchObject({
    arn: app,
    name: 'app-task',
    path: '/svc/team/',
    roleId: expect.stringMatching(/^AROA/),
    createdAt: created,
    lastUsed: { at: changed, region: 'eu-west-1' },
    tags: { team: 'payments', empty: '' },
    trustPolicy: { ok: true },
    unread: [],
  });
  const sources = role.policies.map(({ source }) => `${source.kind} ${source.name}`).sort();
  expect(sources).toEqual(['inline own', 'inline with spaces & more', 'managed ReadOnly', 'managed app-managed']);
  const actions = role.policies
    .flatMap(({ document }) => (document.ok ? document.value.statements : []))
    .flatMap((one) => one.action);
  expect(actions.sort()).toEqual(['kms:Decrypt', 's3:GetObject', 'sns:Publish', 'sqs:List*']);
  expect(role.policies.find(({ source }) => source.name === 'app-managed')?.source).toMatchObject({
    awsManaged: false,
    versionId: 'v2',
    versionCreatedAt: changed,
  });
  expect(role.policies.find(({ source }) => source.name === 'ReadOnly')?.source).toMatchObject({ awsManaged: true });
  expect(role.boundary).toMatchObject({ source: { kind: 'boundary', name: 'fence' }, document: { ok: true } });
}

describe('createRoleReader', () => {
  test('reads whole roles in bulk, through every page', async () => {
    const { account, app } = smallAccount(120);
    const { sandbox, session } = await sandboxSession({ account });
    const names = ['filler-0000', 'filler-0119', 'filler-0060'];
    const reading = await createRoleReader(session, account.accountId).read([
      app,
      ...names.map((name) => arnOf(account, name)),
    ]);
    expect(reading.incomplete).toEqual([]);
    expect(reading.value.map((lookup) => found(lookup).name)).toEqual(['app-task', ...names]);
    expectWhole(found(reading.value[0]), app);
    const operations = new Set(sandbox.calls.map((call) => call.operation));
    expect(operations).toEqual(new Set(['GetAccountAuthorizationDetails']));
    expect(sandbox.calls.length).toBeGreaterThan(1);
  });

  test('reads the same role by role where the bulk listing is denied', async () => {
    const { account, app } = smallAccount();
    const faults = [{ kind: 'accessDenied', operation: 'GetAccountAuthorizationDetails' }] as const;
    const { session } = await sandboxSession({ account, faults });
    const reading = await createRoleReader(session, account.accountId).read([app]);
    expect(reading.incomplete).toEqual([]);
    expectWhole(found(reading.value[0]), app);
  });

  test('gives the bulk listing up once asking role by role costs no more', async () => {
    const { account, app } = smallAccount(600);
    const { sandbox, session } = await sandboxSession({ account, limits: false });
    const reading = await createRoleReader(session, account.accountId).read([app]);
    expectWhole(found(reading.value[0]), app);
    expect(
      sandbox.calls.filter((call) => call.operation === 'GetAccountAuthorizationDetails').length,
    ).toBeLessThanOrEqual(5);
    expect(sandbox.calls.length).toBeLessThanOrEqual(15);
  });

  test('finds a role whose path a short name left out, and says its true ARN', async () => {
    const { account, app } = smallAccount();
    const { session } = await sandboxSession({ account });
    const reading = await createRoleReader(session, account.accountId).read([arnOf(account, 'app-task')]);
    expect(found(reading.value[0]).arn).toBe(app);
  });

  test('calls a role missing on the word of a complete listing, or of NoSuchEntity', async () => {
    const { account } = smallAccount();
    const gone = arnOf(account, 'gone');
    for (const faults of [[], [{ kind: 'accessDenied', operation: 'GetAccountAuthorizationDetails' }] as const]) {
      const { session } = await sandboxSession({ account, faults });
      const reading = await createRoleReader(session, account.accountId).read([gone]);
      expect(reading).toEqual({ value: [{ kind: 'missing', arn: gone }], incomplete: [] });
    }
  });

  test.each(['accessDenied', 'throttle', 'serverError', 'reset', 'truncated', 'malformed'] as const)(
    'never calls a role missing because of %s',
    async (kind) => {
      const { account, app } = smallAccount();
      const { session } = await sandboxSession({ account, faults: [{ kind, service: 'iam' }] }, { maxAttempts: 1 });
      const reading = await createRoleReader(session, account.accountId).read([app, arnOf(account, 'gone')]);
      expect(reading.value.map((lookup) => lookup.kind)).toEqual(['unreadable', 'unreadable']);
      expect(reading.incomplete).toHaveLength(2);
      expect(reading.incomplete[0]?.why).toContain('iam:GetRole');
    },
  );

  test.each(['truncated', 'malformed', 'reset'] as const)(
    'reads on by role where a later bulk page is %s for good',
    async (kind) => {
      const { account, app } = smallAccount(120);
      const faults = [{ kind, operation: 'GetAccountAuthorizationDetails', skip: 1 }] as const;
      const { session } = await sandboxSession({ account, faults }, { maxAttempts: 1 });
      const gone = arnOf(account, 'gone');
      const reading = await createRoleReader(session, account.accountId).read([
        app,
        arnOf(account, 'filler-0119'),
        gone,
      ]);
      expect(reading.incomplete).toEqual([]);
      expectWhole(found(reading.value[0]), app);
      expect(reading.value.map((lookup) => lookup.kind)).toEqual(['found', 'found', 'missing']);
    },
  );

  test.each([
    ['ListRolePolicies', 'inline policies: '],
    ['GetRolePolicy', 'inline policy own: '],
    ['ListAttachedRolePolicies', 'attached policies: '],
    ['GetPolicy', 'managed policy arn:'],
    ['GetPolicyVersion', 'permissions boundary arn:'],
  ])('keeps the rest of a role whose %s is denied, and says what is unread', async (operation, unread) => {
    const { account, app } = smallAccount();
    const faults = [
      { kind: 'accessDenied', operation: 'GetAccountAuthorizationDetails' },
      { kind: 'accessDenied', operation },
    ] as const;
    const { session } = await sandboxSession({ account, faults });
    const reading = await createRoleReader(session, account.accountId).read([app]);
    const role = found(reading.value[0]);
    expect(role.unread.some((text) => text.startsWith(unread) && text.includes(`add iam:${operation}`))).toBe(true);
    expect(reading.incomplete).toHaveLength(role.unread.length);
    expect(reading.incomplete[0]?.what).toBe(`policies of role ${app}`);
  });

  test('keeps the place of a policy that does not parse, and states it', async () => {
    const { account } = smallAccount();
    const broken = addRole(account, {
      name: 'broken',
      inlinePolicies: { bad: '{"Version":"2012-10-17","Statement":[{"Effect":"allow"}]}' },
    });
    const { session } = await sandboxSession({ account });
    const reading = await createRoleReader(session, account.accountId).read([broken as RoleArn]);
    expect(found(reading.value[0]).policies).toMatchObject([{ source: { name: 'bad' }, document: { ok: false } }]);
    expect(reading.incomplete).toMatchObject([{ what: `inline policy bad of role ${broken}` }]);
  });

  test('states both what could not be fetched and what does not parse of one role', async () => {
    const { account } = smallAccount();
    const managed = addManagedPolicy(account, { name: 'b', documents: [policy('s3:*')] });
    const role = addRole(account, { name: 'broken', attached: [managed], inlinePolicies: { a: '[]' } });
    const faults = [
      { kind: 'accessDenied', operation: 'GetAccountAuthorizationDetails' },
      { kind: 'accessDenied', operation: 'GetPolicy' },
    ] as const;
    const { session } = await sandboxSession({ account, faults });
    const reading = await createRoleReader(session, account.accountId).read([role as RoleArn]);
    expect(reading.incomplete.map((one) => one.what)).toEqual([
      `policies of role ${role}`,
      `inline policy a of role ${role}`,
    ]);
  });

  test('asks nothing about roles of other accounts', async () => {
    const { account } = smallAccount();
    const { sandbox, session } = await sandboxSession({ account });
    const arn: RoleArn = 'arn:aws:iam::999988887777:role/partner';
    const reading = await createRoleReader(session, account.accountId).read([arn]);
    expect(reading).toEqual({ value: [{ kind: 'foreign', arn, accountId: '999988887777' }], incomplete: [] });
    expect(sandbox.calls).toEqual([]);
  });

  test('answers in the order asked, one lookup per ARN', async () => {
    const { account, app } = smallAccount(3);
    const asked = [
      arnOf(account, 'filler-0002'),
      app,
      arnOf(account, 'gone'),
      app,
      'arn:aws:iam::999988887777:role/app-task' as RoleArn,
    ];
    const { session } = await sandboxSession({ account });
    const reading = await createRoleReader(session, account.accountId).read(asked);
    expect(reading.value.map((lookup) => lookup.kind)).toEqual(['found', 'found', 'missing', 'found', 'foreign']);
  });
});

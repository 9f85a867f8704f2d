import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { proofOf } from '../../src/cloudtrail/proof.ts';
import type { Action } from '../../src/iam/action.ts';
import { arnFormsOf, checkedResources, spansType } from '../../src/iam/arn-forms.ts';
import { loadCatalog } from '../../src/iam/catalog/load-catalog.ts';
import { evaluate } from '../../src/iam/evaluate.ts';
import { policyName } from '../../src/iam/named-policy.ts';
import { parsePolicy } from '../../src/iam/parse-policy.ts';
import { policyObject } from '../../src/iam/policy-object.ts';
import type { Role, RolePolicy } from '../../src/iam/role.ts';
import { sortPolicies } from '../../src/iam/role-policies.ts';
import { changedRole } from '../../src/rightsize/recommend/prove-policy.ts';
import { rightSizedPolicy } from '../../src/rightsize/recommend/right-sized-policy.ts';
import { ACCOUNT, daysAgo, lookup, seen } from '../ledger/seen.ts';
import { inputOf, roleIn } from '../rightsize/recommend/recommended.ts';
import { assess, REGIONS, requires, type World } from '../rightsize/world.ts';
import { rolePolicy } from '../support/iam.ts';

const catalog = await loadCatalog();

const SERVICES = ['sqs', 's3', 'secretsmanager', 'ecr', 'kms', 'ssm'];
/** Every action of these services. */
const ACTIONS = SERVICES.flatMap((service) => {
  const range = catalog.serviceRange(service);
  if (range === undefined) throw new Error(`the catalogue lacks ${service}`);
  return Array.from({ length: range.to - range.from }, (_, i) => catalog.actionAt(range.from + i));
});

const QUEUE = `arn:aws:sqs:eu-west-1:${ACCOUNT}:orders`;
const SECRET = `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:app/db-a1B2c3`;
const REPOSITORY = `arn:aws:ecr:eu-west-1:${ACCOUNT}:repository/app`;
const KEY = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/0a1b`;
const OBJECT = 'arn:aws:s3:::uploads/2026/a.png';
const PARAMETER = `arn:aws:ssm:eu-west-1:${ACCOUNT}:parameter/app/db`;
/** As it was once written down, with the account that its ARN does not have. */
const PUBLISHED = `arn:aws:ssm:eu-west-1:${ACCOUNT}:parameter/aws/service/x`;
const OTHER_REGION = SECRET.replace('eu-west-1', 'us-east-1');
const RESOURCES = [QUEUE, SECRET, REPOSITORY, KEY, OBJECT, 'arn:aws:s3:::uploads', `${SECRET}-X1y2Z3`, '*'];

const actionPattern = fc.oneof(
  fc.constantFrom(...ACTIONS),
  fc.constantFrom(
    'sqs:*',
    's3:*',
    's3:Get*',
    's3:*Object*',
    'secretsmanager:*',
    'ecr:Batch*',
    'kms:?e*',
    'ssm:Get*',
    'newservice:*',
  ),
);
const resource = fc.constantFrom(
  ...RESOURCES,
  'arn:aws:s3:::uploads/*',
  'arn:aws:s3:::*',
  'arn:aws:sqs:*:*:*',
  `arn:aws:sqs:*:${ACCOUNT}:order*`,
  `arn:aws:secretsmanager:*:${ACCOUNT}:secret:app/*`,
  'arn:aws:kms:*:*:key/*',
);
const condition = fc.constantFrom(
  undefined,
  undefined,
  { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } },
  { StringEquals: { 'aws:PrincipalAccount': ACCOUNT } },
  { StringEquals: { 'aws:PrincipalAccount': '999999999999' } },
);
const some = <T>(one: fc.Arbitrary<T>, most: number) => fc.uniqueArray(one, { minLength: 1, maxLength: most });

const statement = fc
  .record({
    Effect: fc.constantFrom('Allow', 'Allow', 'Allow', 'Deny'),
    actions: fc.record({ not: fc.boolean(), list: some(actionPattern, 4), rare: fc.nat(5) }),
    resources: fc.record({ list: some(resource, 3), rare: fc.nat(7) }),
    Condition: condition,
  })
  .map(({ Effect, actions, resources, Condition }) => ({
    Effect,
    [actions.not && actions.rare === 0 ? 'NotAction' : 'Action']: actions.list,
    [resources.rare === 0 ? 'NotResource' : 'Resource']: resources.list,
    ...(Condition && { Condition }),
  }));

const policies = fc
  .array(fc.array(statement, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 3 })
  .map((list) => list.map((statements, index) => rolePolicy({ kind: 'inline', name: `p${index}` }, statements)));

const boundary = fc.option(
  some(actionPattern, 4).map(
    (actions): RolePolicy => ({
      source: { kind: 'boundary', name: 'b', arn: `arn:aws:iam::${ACCOUNT}:policy/b` },
      document: parsePolicy({
        Version: '2012-10-17',
        Statement: { Effect: 'Allow', Action: [...actions, 'sqs:*', 's3:*'], Resource: '*' },
      }),
    }),
  ),
  { nil: undefined, freq: 3 },
);

const used = fc
  .record({
    action: fc.constantFrom(...ACTIONS),
    resources: fc.uniqueArray(fc.constantFrom(...RESOURCES.slice(0, -1)), { maxLength: 2 }),
    id: fc.nat(),
  })
  .map(({ action, resources, id }) => seen(action, { resources, eventId: String(id), at: daysAgo(60) }));

/** Uses that narrow: actions whose events name what IAM checks. */
const narrowing = fc
  .constantFrom<[Action, string]>(
    ['secretsmanager:GetSecretValue', SECRET],
    ['ecr:BatchGetImage', REPOSITORY],
    ['kms:Decrypt', KEY],
    ['sqs:SendMessage', QUEUE],
    ['s3:GetObject', OBJECT],
    ['ssm:GetParameter', PUBLISHED],
    ['ssm:GetParameters', PARAMETER],
  )
  .map(([action, arn]) => seen(action, { resources: [arn], at: daysAgo(60) }));

const world: fc.Arbitrary<Partial<World>> = fc
  .record({
    policies,
    boundary,
    observations: fc.array(fc.oneof(used, narrowing), { maxLength: 5 }),
    required: fc.array(
      fc.record({
        action: fc.constantFrom(...ACTIONS),
        resource: fc.constantFrom(...RESOURCES),
        possible: fc.boolean(),
      }),
      { maxLength: 2 },
    ),
  })
  .map((parts) => ({
    policies: parts.policies,
    observations: parts.observations,
    required: parts.required.map((one) =>
      requires(one.action, { resources: [one.resource], certainty: one.possible ? 'possible' : 'certain' }),
    ),
    role: parts.boundary === undefined ? {} : { boundary: parts.boundary },
    coverages: REGIONS.map((region) => {
      const { management } = lookup(region);
      return lookup(region, 90, { dataEvents: { 'AWS::SQS::Queue': management, 'AWS::S3::Object': management } });
    }),
  }));

const RANK = { explicitDeny: 0, implicitDeny: 0, conditional: 1, allowed: 2 } as const;

/** How far a role may do something: not at all, perhaps, or surely. */
function access(role: Role, action: string, on: string): number {
  const named = (policy: RolePolicy) =>
    policy.document.ok ? [{ name: policyName(policy.source), document: policy.document.value }] : [];
  const [limit] = role.boundary === undefined ? [] : named(role.boundary);
  const set = { identity: role.policies.flatMap(named), ...(limit && { boundary: limit }) };
  return RANK[evaluate({ action, resource: on, context: sortPolicies(role, []).context }, set).decision];
}

/** A role with its grants on every resource of a kind left out. */
function asNamed(role: Role, action: string): Role {
  const forms = arnFormsOf(action, catalog);
  const policies = role.policies.map(({ source, document }): RolePolicy => {
    if (!document.ok) return { source, document };
    const statements = document.value.statements.map((one) =>
      one.effect === 'Deny' || one.resource === undefined
        ? one
        : { ...one, resource: one.resource.filter((pattern) => !spansType(pattern, forms)) },
    );
    return { source, document: { ok: true, value: { ...document.value, statements } } };
  });
  return { ...role, policies };
}

/** A law about roles with a recommended change; it must not hold for want of any such role. */
function lawOfChanges(law: (before: Role, after: Role, world: Partial<World>) => void, numRuns = 40): void {
  let changes = 0;
  fc.assert(
    fc.property(world, (of) => {
      const input = inputOf(of);
      const found = rightSizedPolicy(input);
      if (found.kind === 'none') throw new Error(found.because);
      if (found.kind === 'noChange') return;
      changes += 1;
      const before = roleIn(input);
      law(before, changedRole(before, found), of);
    }),
    { numRuns },
  );
  expect(changes).toBeGreaterThan(numRuns / 3);
}

describe('a recommended policy', () => {
  it('grants nothing that is not granted today', () => {
    lawOfChanges((before, after) => {
      for (const action of ACTIONS) {
        for (const on of RESOURCES) {
          const [today, then] = [access(before, action, on), access(after, action, on)];
          if (then > today) expect(`${action} on ${on}: ${then}`).toBe(`${action} on ${on}: at most ${today}`);
        }
      }
    }, 20);
  });

  it('decides every use that was seen, and every certain requirement, as it is decided today', () => {
    let allowed = 0;
    lawOfChanges((before, after, { observations = [], required = [] }) => {
      const needs = [
        ...observations.flatMap((seen) =>
          proofOf(seen, catalog).actions.map(({ action }) => ({ action, resources: seen.resources })),
        ),
        ...required.filter(({ certainty }) => certainty === 'certain'),
      ];
      for (const { action, resources } of needs) {
        for (const on of resources.length === 0 ? RESOURCES : checkedResources(action, resources, catalog)) {
          const today = access(before, action, on);
          allowed += today;
          expect(`${action} on ${on}: ${access(after, action, on)}`).toBe(`${action} on ${on}: ${today}`);
        }
      }
    });
    expect(allowed).toBeGreaterThan(0);
  });

  it('is narrowed only where a grant takes in every resource of a kind, never inside a name or a part of one', () => {
    const NEVER_SEEN = [`${QUEUE}-new`, `${SECRET.slice(0, -9)}new-Q9w8E7`, 'arn:aws:s3:::uploads/new', OTHER_REGION];
    let held = 0;
    let narrowed = 0;
    lawOfChanges((before, after, { observations = [] }) => {
      const actions = observations.flatMap((one) => proofOf(one, catalog).actions.map(({ action }) => action));
      for (const action of new Set(actions)) {
        for (const on of NEVER_SEEN) {
          const [named, today, then] = [asNamed(before, action), before, after].map((role) => access(role, action, on));
          if (then !== today) narrowed += 1;
          held += named ?? 0;
          // What a statement allows that names resources stays allowed, under conditions where it has some.
          const least = Math.min(named ?? 0, today ?? 0);
          if ((then ?? 0) < least) expect(`${action} on ${on}: ${then}`).toBe(`${action} on ${on}: ${least} at least`);
        }
      }
    }, 120);
    expect(Math.min(held, narrowed)).toBeGreaterThan(0);
  });

  it('leaves nothing that the same evidence calls unused', () => {
    lawOfChanges((_, after, of) => {
      const again = assess({ ...of, policies: after.policies });
      expect(again.actions.filter(({ verdict }) => verdict === 'unused').map(({ action }) => action)).toEqual([]);
    });
  });

  it('is written in IAM’s own grammar, with Sids of letters and digits, each once', () => {
    lawOfChanges((before, after) => {
      for (const { source, document } of after.policies.filter((policy) => !before.policies.includes(policy))) {
        if (!document.ok) throw new Error(document.problem);
        const text = JSON.stringify(policyObject(document.value));
        const parsed = parsePolicy(text, 'identity');
        expect(parsed).toMatchObject({ ok: true, value: { version: '2012-10-17', notes: [] } });
        const sids = document.value.statements.flatMap(({ sid }) => sid ?? []);
        expect(sids.filter((sid) => !/^[A-Za-z0-9]+$/.test(sid))).toEqual([]);
        expect(new Set(sids).size).toBe(sids.length);
        if (source.kind === 'managed') expect(text.length).toBeLessThanOrEqual(6_144);
      }
    });
  });
});

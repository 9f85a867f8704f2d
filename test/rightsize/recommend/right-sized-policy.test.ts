import { describe, expect, it } from 'vitest';
import { problem } from '../../../src/base/result.ts';
import { parsePolicy } from '../../../src/iam/parse-policy.ts';
import type { RolePolicy } from '../../../src/iam/role.ts';
import { seenResources } from '../../../src/rightsize/recommend/seen-resources.ts';
import { ACCOUNT, daysAgo, seen } from '../../ledger/seen.ts';
import { inline, rolePolicy } from '../../support/iam.ts';
import { ARN, allow, requires, type World } from '../world.ts';
import { changeIn, inputOf, recommended, statementsIn } from './recommended.ts';

const SECRET = `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:app/db-a1B2c3`;
const OTHER_SECRET = `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:app/api-d4E5f6`;
const REPOSITORY = `arn:aws:ecr:eu-west-1:${ACCOUNT}:repository/app`;
const GET_SECRET = 'secretsmanager:GetSecretValue';

/** An unused permission beside what a test is about: without one there is nothing to recommend. */
const UNUSED = { Effect: 'Allow', Action: 'rds:DescribeDBInstances', Resource: '*' };

const managed = (name: string, ...statements: readonly unknown[]): RolePolicy =>
  rolePolicy(
    {
      kind: 'managed',
      name,
      arn: `arn:aws:iam::aws:policy/${name}`,
      awsManaged: true,
      versionCreatedAt: daysAgo(500),
    },
    statements,
  );

describe('rightSizedPolicy()', () => {
  it('puts the used and the unobservable actions of a wildcard in its place, and drops the unused ones', () => {
    const world = { policies: [allow('sqs:*')], observations: [seen('sqs:CreateQueue')] };
    const [used, kept, ...others] = statementsIn(world);
    expect(used).toEqual({ Sid: 'UsedSqs', Effect: 'Allow', Action: 'sqs:CreateQueue', Resource: '*' });
    expect(kept).toMatchObject({ Sid: 'KeptUnobservableSqs', Effect: 'Allow', Resource: '*' });
    expect(kept?.['Action']).toContain('sqs:SendMessage');
    expect(kept?.['Action']).not.toContain('sqs:DeleteQueue');
    expect(others).toEqual([]);
    expect(changeIn(world).dropped).toContain('sqs:DeleteQueue');
  });

  it('recommends no change where nothing is unused', () => {
    expect(recommended({ policies: [allow('rds:*')], coverages: [] })).toMatchObject({ kind: 'noChange' });
  });

  it('creates no policy where all that a policy grants is unused', () => {
    expect(changeIn({})).toMatchObject({ documents: [], replaces: [{ name: 'app' }], keeps: [] });
  });

  it.each<[string, Partial<World>, RegExp]>([
    ['a role that does not exist', { lookup: { kind: 'missing', arn: ARN } }, /does not exist/],
    ['a role of another account', { lookup: { kind: 'foreign', arn: ARN, accountId: '1' } }, /another account/],
    ['a role that was not read', { lookup: { kind: 'unreadable', arn: ARN, why: 'denied' } }, /could not be read/],
    ['a role read in part', { role: { unread: ['managed policy X'] } }, /Not all .* managed policy X/],
    [
      'a policy that was not understood',
      { policies: [{ source: { kind: 'inline', name: 'odd' }, document: problem('Effect is "allow"') }] },
      /inline policy odd could not be understood: Effect is "allow"/,
    ],
    [
      'a boundary that was not understood',
      {
        role: {
          boundary: { source: { kind: 'boundary', name: 'b', arn: 'arn:aws:iam::1:policy/b' }, document: problem('x') },
        },
      },
      /permissions boundary b could not be understood/,
    ],
  ])('recommends nothing for %s, and says why', (_, world, because) => {
    expect(recommended(world)).toEqual({ kind: 'none', because: expect.stringMatching(because) });
  });

  it('leaves a policy as it is of which nothing is dropped, and does not grant twice what it grants', () => {
    const world = {
      policies: [
        managed('Broad', UNUSED, { Effect: 'Allow', Action: 'sqs:ListQueues', Resource: '*' }),
        allow('sqs:ListQueues'),
      ],
      observations: [seen('sqs:ListQueues')],
    };
    expect(changeIn(world)).toMatchObject({ documents: [], replaces: [{ name: 'Broad' }], keeps: [{ name: 'app' }] });
  });

  it('keeps what is required, naming the fields that ask for it', () => {
    const required = [requires('ecr:BatchGetImage', { resources: [REPOSITORY] })];
    const { documents } = changeIn({ policies: [allow('ecr:*')], required });
    const [first] = documents[0]?.statements ?? [];
    expect(first).toMatchObject({
      reason: 'required',
      fields: ['containerDefinitions[0].image of my-app:7'],
      statement: { sid: 'RequiredEcr', action: ['ecr:BatchGetImage'], resource: ['*'] },
    });
  });

  it('keeps conditions, and keeps statements of different conditions apart', () => {
    const condition = (region: string) => ({ StringEquals: { 'aws:RequestedRegion': region } });
    const statement = (region: string) => ({
      Effect: 'Allow',
      Action: ['sqs:ListQueues', 'sqs:CreateQueue'],
      Resource: '*',
      Condition: condition(region),
    });
    const statements = statementsIn({
      policies: [inline(statement('eu-west-1'), statement('us-east-1'))],
      observations: [seen('sqs:ListQueues')],
    });
    expect(statements).toEqual([
      { Sid: 'UsedSqs', Effect: 'Allow', Action: 'sqs:ListQueues', Resource: '*', Condition: condition('eu-west-1') },
      { Sid: 'UsedSqs2', Effect: 'Allow', Action: 'sqs:ListQueues', Resource: '*', Condition: condition('us-east-1') },
    ]);
  });

  it('keeps the denies of a policy that it replaces, as they are and each once', () => {
    const deny = { Sid: 'Never', Effect: 'Deny', NotAction: 's3:*', Resource: 'arn:aws:s3:::secret/*' };
    const statements = statementsIn({ policies: [inline(UNUSED, deny), managed('Two', UNUSED, deny)] });
    expect(statements).toEqual([deny]);
  });

  it('keeps a NotAction statement whole where nothing of it is dropped', () => {
    const whole = { Effect: 'Allow', NotAction: ['*:*'], Resource: '*' };
    const statements = statementsIn({ policies: [inline(UNUSED, whole)] });
    expect(statements).toEqual([expect.objectContaining({ NotAction: '*:*' })]);
  });

  it('keeps an action that the catalogue does not know as it is written', () => {
    expect(statementsIn({ policies: [inline(UNUSED, { ...UNUSED, Action: 'newservice:Get*' })] })).toEqual([
      { Sid: 'KeptUnobservableNewservice', Effect: 'Allow', Action: 'newservice:Get*', Resource: '*' },
    ]);
  });

  it('keeps the whole of a service with events of which nobody knows the action', () => {
    const observations = [seen('sqs:X')];
    const statements = statementsIn({ policies: [allow('sqs:*', 'rds:DescribeDBInstances')], observations });
    expect(statements).toEqual([expect.objectContaining({ Action: 'sqs:*' })]);
  });

  it('says in version 2012-10-17 what a policy of version 2008-10-17 means', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: IAM's own placeholders
    const [before, after] = ['arn:aws:sqs:*:*:${aws:userid}', 'arn:aws:sqs:*:*:${$}{aws:userid}'];
    const document = parsePolicy({
      Statement: [UNUSED, { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: before }],
    });
    const statements = statementsIn({ policies: [{ source: { kind: 'inline', name: 'old' }, document }] });
    expect(statements).toEqual([expect.objectContaining({ Action: 'sqs:SendMessage', Resource: after })]);
  });

  it('says of a statement without Resource that it is about every resource, as it was read', () => {
    const statements = statementsIn({ policies: [inline(UNUSED, { Effect: 'Allow', Action: 'sqs:SendMessage' })] });
    expect(statements).toEqual([expect.objectContaining({ Action: 'sqs:SendMessage', Resource: '*' })]);
  });

  it('drops what the boundary does not allow anyway, and keeps what a deny blocks', () => {
    const boundary: RolePolicy = {
      source: { kind: 'boundary', name: 'b', arn: `arn:aws:iam::${ACCOUNT}:policy/b` },
      document: parsePolicy({
        Version: '2012-10-17',
        Statement: { Effect: 'Allow', Action: ['sqs:*', 'rds:*'], Resource: '*' },
      }),
    };
    const world = {
      policies: [
        inline(UNUSED, {
          Effect: 'Allow',
          Action: ['iam:PassRole', 'sqs:SendMessage', 'sqs:CreateQueue'],
          Resource: '*',
        }),
        rolePolicy({ kind: 'inline', name: 'quarantine' }, [
          { Effect: 'Deny', Action: 'sqs:CreateQueue', Resource: '*' },
        ]),
      ],
      role: { boundary },
    };
    const change = changeIn(world);
    expect(change).toMatchObject({ ineffective: ['iam:PassRole'], keeps: [{ name: 'quarantine' }] });
    expect(statementsIn(world).map((one) => one['Action'])).toEqual(['sqs:SendMessage', 'sqs:CreateQueue']);
  });
});

describe('the resources of a recommended policy', () => {
  const on = (...resources: readonly string[]) => seen(GET_SECRET, { resources, eventId: resources.join() });
  const grant = (Resource: unknown) => inline(UNUSED, { Effect: 'Allow', Action: GET_SECRET, Resource });
  const resourcesOf = (world: Partial<World>) =>
    statementsIn(world)
      .filter((one) => one['Action'] === GET_SECRET)
      .map((one) => one['Resource']);

  it('are those seen, where every event named them and all was watched', () => {
    const world = { policies: [grant('*')], observations: [on(SECRET)] };
    expect(resourcesOf(world)).toEqual([[SECRET, `${SECRET}-??????`]]);
    expect(changeIn(world).documents[0]?.statements[0]?.narrowed).toBe(true);
  });

  it('leave out a resource that was granted by name and never used', () => {
    expect(resourcesOf({ policies: [grant([SECRET, OTHER_SECRET])], observations: [on(SECRET)] })).toEqual([SECRET]);
  });

  it('take in what a task definition asks for', () => {
    const required = [requires(GET_SECRET, { resources: [OTHER_SECRET] })];
    const [resources] = resourcesOf({ policies: [grant('*')], observations: [on(SECRET)], required });
    expect(resources).toEqual([OTHER_SECRET, SECRET, `${SECRET}-??????`]);
  });

  it.each<[string, Partial<World>]>([
    ['one event named none', { observations: [on(SECRET), seen(GET_SECRET)] }],
    [
      'a Region was not watched',
      { observations: [on(SECRET)], enabledRegions: ['eu-west-1', 'us-east-1', 'sa-east-1'] },
    ],
    ['the role is young', { observations: [on(SECRET)], role: { createdAt: daysAgo(3) } }],
    [
      'a task definition may require more',
      { observations: [on(SECRET)], required: [requires(GET_SECRET, { certainty: 'possible' })] },
    ],
    ['a task definition was not read', { observations: [on(SECRET)], evidence: { unreadTaskDefinitions: ['x:1'] } }],
    [
      'there were more than are kept of one event',
      { observations: [on(...Array.from({ length: 20 }, (_, n) => `${SECRET.slice(0, -6)}${100_000 + n}`))] },
    ],
    ['an event named something that is not a secret', { observations: [on(SECRET, 'arn:aws:s3:::b')] }],
  ])('stay as granted where %s', (_, world) => {
    const { assessment } = inputOf({ policies: [grant('*')], ...world });
    const verdict = assessment.actions.find(({ action }) => action === GET_SECRET);
    expect(verdict?.verdict).toBe('used');
    expect(verdict && seenResources(verdict)).toBeUndefined();
  });

  it('stay as granted for an action of which several kinds of resource are checked', () => {
    const table = `arn:aws:dynamodb:eu-west-1:${ACCOUNT}:table/t`;
    const statements = statementsIn({
      policies: [inline(UNUSED, { Effect: 'Allow', Action: 'dynamodb:Query', Resource: '*' })],
      observations: [seen('dynamodb:Query', { resources: [table] })],
    });
    expect(statements).toEqual([expect.objectContaining({ Action: 'dynamodb:Query', Resource: '*' })]);
  });

  it('stay as granted under NotResource', () => {
    const statement = { Effect: 'Allow', Action: GET_SECRET, NotResource: OTHER_SECRET };
    const statements = statementsIn({ policies: [inline(UNUSED, statement)], observations: [on(SECRET)] });
    expect(statements).toEqual([{ Sid: 'UsedSecretsmanager', ...statement }]);
  });

  it('stay as granted where a policy of the resource itself must have allowed what was seen', () => {
    expect(resourcesOf({ policies: [grant(OTHER_SECRET)], observations: [on(SECRET)] })).toEqual([OTHER_SECRET]);
  });
});

describe('the size of a recommended policy', () => {
  const statements = (count: number) =>
    Array.from({ length: count }, (_, n) => ({
      Effect: 'Allow',
      Action: 'sqs:SendMessage',
      Resource: `arn:aws:sqs:eu-west-1:${ACCOUNT}:queue-number-${n}`,
      Condition: { StringEquals: { 'aws:RequestedRegion': `region-${n}` } },
    }));

  it('decides between one inline policy and several managed ones, none over the limit', () => {
    const small = changeIn({ policies: [inline(UNUSED, ...statements(5))] });
    expect(small.documents.map(({ kind, name }) => ({ kind, name }))).toEqual([
      { kind: 'inline', name: 'app-task-right-sized' },
    ]);
    const large = changeIn({ policies: [inline(UNUSED, ...statements(80))] });
    expect(large.documents.length).toBeGreaterThan(2);
    for (const { kind, size } of large.documents) {
      expect(kind).toBe('managed');
      expect(size).toBeLessThanOrEqual(6_144);
    }
    expect(large.warnings).toEqual([]);
    expect(new Set(large.documents.map(({ name }) => name)).size).toBe(large.documents.length);
  });

  it('counts the inline policies that stay', () => {
    const staying = rolePolicy({ kind: 'inline', name: 'stays' }, statements(40));
    const change = changeIn({ policies: [staying, inline(UNUSED, ...statements(45).slice(40))] });
    expect(change).toMatchObject({ keeps: [{ name: 'stays' }], documents: [{ kind: 'inline' }] });
    const more = changeIn({ policies: [staying, inline(UNUSED, ...statements(60).slice(40))] });
    expect(more).toMatchObject({ keeps: [{ name: 'stays' }], documents: [{ kind: 'managed' }] });
  });

  it('is warned about where the role would have more managed policies than IAM takes', () => {
    expect(changeIn({ policies: [inline(UNUSED, ...statements(400))] }).warnings).toEqual([
      expect.stringMatching(/^The role would have \d+ managed policies attached, and IAM takes 10/),
    ]);
  });

  it('does not take the name of a policy that the role has', () => {
    const taken = rolePolicy({ kind: 'inline', name: 'app-task-right-sized' }, statements(1));
    const change = changeIn({ policies: [taken, inline(UNUSED, ...statements(3).slice(1))] });
    expect(change.documents.map(({ name }) => name)).toEqual(['app-task-right-sized2']);
  });
});

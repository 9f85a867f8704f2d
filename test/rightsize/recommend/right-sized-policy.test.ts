import { describe, expect, it } from 'vitest';
import { problem } from '../../../src/base/result.ts';
import { parsePolicy } from '../../../src/iam/parse-policy.ts';
import type { RolePolicy } from '../../../src/iam/role.ts';
import { rightSizedPolicy } from '../../../src/rightsize/recommend/right-sized-policy.ts';
import { ACCOUNT, daysAgo, lookup, seen } from '../../ledger/seen.ts';
import { inline, rolePolicy } from '../../support/iam.ts';
import { ARN, allow, REGIONS, requires, type World } from '../world.ts';
import { changeIn, inputOf, recommended, statementsIn } from './recommended.ts';

const SECRET = `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:app/db-a1B2c3`;
const OTHER_SECRET = `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:app/api-d4E5f6`;
/** What stays of `*` where the first was seen. */
const SHOWN = `arn:aws:secretsmanager:*:${ACCOUNT}:secret:app/db-??????`;
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
  const on = (...resources: readonly string[]) =>
    seen(GET_SECRET, { resources, eventId: resources.join(), at: daysAgo(60) });
  const grant = (Resource: unknown) => inline(UNUSED, { Effect: 'Allow', Action: GET_SECRET, Resource });
  const resourcesOf = (world: Partial<World>) =>
    statementsIn(world)
      .filter((one) => one['Action'] === GET_SECRET)
      .map((one) => one['Resource']);

  it('are those seen, where every event named them and all was watched', () => {
    const world = { policies: [grant('*')], observations: [on(SECRET)] };
    expect(resourcesOf(world)).toEqual([SHOWN]);
    expect(changeIn(world).documents[0]?.statements[0]?.narrowed).toBe(true);
  });

  it('stay as granted where a person named them, or a part of their names', () => {
    for (const named of [
      [OTHER_SECRET, SECRET],
      [`arn:aws:secretsmanager:*:${ACCOUNT}:secret:app/*`],
      [`arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:app/db*`],
    ]) {
      const world = { policies: [grant(named)], observations: [on(SECRET)] };
      expect([resourcesOf(world)].flat(2)).toEqual(named);
      expect(changeIn(world).documents[0]?.statements[0]?.narrowed).toBe(false);
    }
  });

  it('stay as granted in a statement of their own beside one that is cut', () => {
    const [app, published] = ['parameter/app/db', 'parameter/aws/service/x'];
    const read = (Resource: string) => ({ Effect: 'Allow', Action: 'ssm:GetParameter', Resource });
    const statements = statementsIn({
      policies: [inline(UNUSED, read('*'), read('arn:aws:ssm:eu-west-1::parameter/aws/service/*'))],
      observations: [
        seen('ssm:GetParameter', {
          at: daysAgo(60),
          resources: [`arn:aws:ssm:eu-west-1:${ACCOUNT}:${app}`, `arn:aws:ssm:eu-west-1:${ACCOUNT}:${published}`],
        }),
      ],
    });
    expect(statements.map((one) => one['Resource'])).toEqual([
      [`arn:aws:ssm:*:${ACCOUNT}:${app}`, `arn:aws:ssm:*::${published}`],
      'arn:aws:ssm:eu-west-1::parameter/aws/service/*',
    ]);
  });

  it('take in what a task definition asks for', () => {
    const required = [requires(GET_SECRET, { resources: [OTHER_SECRET] })];
    const [resources] = resourcesOf({ policies: [grant('*')], observations: [on(SECRET)], required });
    expect(resources).toEqual([OTHER_SECRET.replace('eu-west-1', '*'), SHOWN]);
  });

  it.each<[string, Partial<World>]>([
    ['a resource is new', { observations: [on(SECRET), { ...on(OTHER_SECRET), at: daysAgo(20) }] }],
    [
      'a call named what is not there',
      { observations: [on(SECRET), seen(GET_SECRET, { ...on(SECRET), errorCode: 'ResourceNotFoundException' })] },
    ],
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
    const found = recommended({ policies: [grant('*')], ...world });
    expect(found.kind === 'policy' ? resourcesOf({ policies: [grant('*')], ...world }) : ['*']).toEqual(['*']);
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

describe('a recommended policy that goes further', () => {
  const TIGHT = { tight: true, usedOnly: false };
  const USED_ONLY = { tight: false, usedOnly: true };
  const table = (name: string) => `arn:aws:dynamodb:eu-west-1:${ACCOUNT}:table/${name}`;
  const put = (name: string, days: number) =>
    seen('dynamodb:PutItem', { at: daysAgo(days), resources: [table(name)], eventId: name });
  const watched = REGIONS.map((region) =>
    lookup(region, 90, { dataEvents: { 'AWS::DynamoDB::Table': lookup(region).management } }),
  );

  it('cuts wildcards that a person wrote where the tightest is asked for, and says what may break it', () => {
    const world = {
      policies: [inline({ Effect: 'Allow', Action: 'dynamodb:PutItem', Resource: table('events_*') })],
      observations: [put('events_2026_09', 60), put('events_2026_10', 20)],
      coverages: watched,
    };
    expect(recommended(world)).toMatchObject({ kind: 'noChange' });
    const [statement] = changeIn(world, TIGHT).documents[0]?.statements ?? [];
    expect(statement?.statement.resource).toEqual([table('events_2026_09'), table('events_2026_10')]);
    expect(statement?.risks).toEqual([
      'The newest of the resources seen was first used on 2026-11-02: others may follow.',
      'A name that was seen holds a date: the next one bears another.',
      `Of "${table('events_*')}" only what was seen is left: whatever else it matches is refused.`,
    ]);
  });

  it('leaves out what was granted by name and not seen, where the tightest is asked for', () => {
    const world = {
      policies: [inline({ Effect: 'Allow', Action: 'dynamodb:PutItem', Resource: [table('a'), table('b')] })],
      observations: [put('a', 60)],
      coverages: watched,
    };
    const [statement] = changeIn(world, TIGHT).documents[0]?.statements ?? [];
    expect(statement).toMatchObject({
      statement: { resource: [table('a')] },
      risks: [`"${table('b')}" is left out: no use of it was seen.`],
    });
  });

  it('keeps what was used or is required alone where that is asked for, and names what goes without proof', () => {
    const world = {
      policies: [allow('sqs:*', 'newservice:Do', 'ecr:BatchGetImage', 'rds:DescribeDBInstances')],
      observations: [seen('sqs:CreateQueue')],
      required: [requires('ecr:BatchGetImage', { resources: [REPOSITORY] })],
    };
    expect(statementsIn(world, USED_ONLY)).toEqual([
      { Sid: 'RequiredEcr', Effect: 'Allow', Action: 'ecr:BatchGetImage', Resource: '*' },
      { Sid: 'UsedSqs', Effect: 'Allow', Action: 'sqs:CreateQueue', Resource: '*' },
    ]);
    const change = changeIn(world, USED_ONLY);
    expect(change.unproven).toContain('sqs:SendMessage');
    expect(change.unproven).toContain('newservice:Do');
    expect(change.unproven).not.toContain('sqs:DeleteQueue');
    expect(change.dropped).toContain('sqs:DeleteQueue');
    expect(change.unjudged).toEqual({
      count: change.unproven.length,
      of: 2 + change.unproven.length + change.dropped.length,
    });
  });

  it('is none where nothing is known to be needed', () => {
    expect(recommended({}, USED_ONLY)).toMatchObject({
      kind: 'noChange',
      because: expect.stringMatching(/used or required/),
    });
  });

  it('is offered for a role that may do everything, of which most cannot be judged', () => {
    const world = { policies: [allow('*')], observations: [seen('sqs:CreateQueue')] };
    expect(recommended(world)).toMatchObject({
      kind: 'noChange',
      because: expect.stringMatching(
        /^The role may do nearly everything, and [\d,]+ of [\d,]+ actions could not be judged/,
      ),
    });
    expect(statementsIn(world, USED_ONLY)).toEqual([
      { Sid: 'UsedSqs', Effect: 'Allow', Action: 'sqs:CreateQueue', Resource: '*' },
    ]);
  });
});

describe('a role that was not seen in use', () => {
  it('is recommended no change, however much of it is called unused', () => {
    const input = inputOf({ policies: [allow('rds:*')] });
    const { lastSeen: _, ...usage } = input.usage;
    expect(rightSizedPolicy(input)).toMatchObject({ kind: 'policy' });
    expect(rightSizedPolicy({ ...input, usage })).toEqual({
      kind: 'noChange',
      because: 'The role itself was not seen in use, which says nothing of what it needs.',
    });
  });
});

describe('statements without effect', () => {
  it('are left out of what replaces a policy, denies too', () => {
    const hollow = { Effect: 'Allow', Action: [], Resource: [] };
    expect(
      statementsIn({
        policies: [inline(UNUSED, hollow, { ...hollow, Effect: 'Deny' }, { ...UNUSED, Action: 'sqs:ListQueues' })],
        observations: [seen('sqs:ListQueues')],
      }),
    ).toEqual([{ Sid: 'UsedSqs', Effect: 'Allow', Action: 'sqs:ListQueues', Resource: '*' }]);
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

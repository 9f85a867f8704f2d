import type { RuleContext } from '../../src/findings/rule.ts';
import type { RuleId } from '../../src/findings/rules.ts';
import { arnFormsOf } from '../../src/iam/arn-forms.ts';
import { parsePolicy } from '../../src/iam/parse-policy.ts';
import type { RolePolicy } from '../../src/iam/role.ts';
import type { RoleAssessment } from '../../src/rightsize/verdict.ts';
import { catalog, DENIED, daysAgo, NOW, seen } from '../ledger/seen.ts';
import { ARN, assess as judged, requires, type World } from '../rightsize/world.ts';
import { inline, rolePolicy } from '../support/iam.ts';
import { assess, DAY, roleNamed, TRUST, unreadable, use } from './fixtures.ts';

/** What a rule is asked: a role, among all roles, with what is known beside them. */
export interface Case {
  readonly role: RoleAssessment;
  readonly all?: readonly RoleAssessment[];
  readonly context?: Partial<RuleContext>;
}

/** The cases that every rule has. */
export interface RuleCases {
  readonly fires: Case;
  /** Looked at, and nothing there. */
  readonly silent: Case;
  /** Not enough was read; or why there is no such case. */
  readonly lacking: Case | string;
  /** What takes the ground from under it: a deny, a boundary, a condition; or why nothing of the kind can. */
  readonly stopped: Readonly<Record<string, Case>> | string;
}

const REAL: Partial<RuleContext> = {
  accessLevelOf: (action) => catalog.accessLevelOf(action),
  arnFormsOf: (action) => arnFormsOf(action, catalog),
};

/** A role judged by the whole of the audit's rules on grants and use. */
function real(world: Partial<World>): Case {
  return {
    role: judged({
      ...world,
      uses: world.uses ?? [use('task')],
      role: { trustPolicy: parsePolicy(TRUST), ...world.role },
    }),
    context: REAL,
  };
}

const allowed = (Action: string | readonly string[], more = {}) => ({
  Effect: 'Allow',
  Action,
  Resource: '*',
  ...more,
});
const denied = (Action: string | readonly string[]) => ({ Effect: 'Deny', Action, Resource: '*' });
const boundaryOf = (Action: string): RolePolicy =>
  rolePolicy({ kind: 'boundary', name: 'limit', arn: 'arn:aws:iam::123456789012:policy/limit' }, [allowed(Action)]);
const NEVER = { Condition: { StringEquals: { 'aws:PrincipalAccount': '999999999999' } } };

/** The three ways in which a grant comes to nothing. */
function stoppedGrants(
  actions: string | readonly string[],
  world: Partial<World> = {},
): Readonly<Record<string, Case>> {
  return {
    'a deny': real({ ...world, policies: [inline(allowed(actions), denied(actions))] }),
    'a boundary': real({ ...world, policies: [inline(allowed(actions))], role: { boundary: boundaryOf('rds:*') } }),
    'a condition': real({ ...world, policies: [inline(allowed(actions, NEVER))] }),
  };
}

const unread: Case = { role: unreadable('x') };
const trusting = (statement: object): Case => ({
  role: assess('app', {
    role: { trustPolicy: parsePolicy({ Version: '2012-10-17', Statement: [...TRUST.Statement, statement] }) },
  }),
});
const trustOnly = (...statements: readonly object[]): Case => ({
  role: assess('app', { role: { trustPolicy: parsePolicy({ Version: '2012-10-17', Statement: statements }) } }),
});
const ecsMay = { Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' };
const ecsMayNot = { Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRole' };
const others = { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::999999999999:root' }, Action: 'sts:AssumeRole' };
const SECRET = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf';
const fetching = requires('secretsmanager:GetSecretValue', { resources: [SECRET], role: ARN });
const execution = (world: Partial<World>): Case => real({ ...world, uses: [use('execution')] });
const broken: Case = real({ policies: [{ source: { kind: 'inline', name: 'bad' }, document: parsePolicy('x') }] });
const brokenExecution: Case = execution({
  policies: [{ source: { kind: 'inline', name: 'bad' }, document: parsePolicy('x') }],
});
const managed = (name: string, Action: string, more = {}): RolePolicy =>
  rolePolicy({ kind: 'managed', name, arn: `arn:aws:iam::aws:policy/${name}`, awsManaged: true }, [
    allowed(Action, more),
  ]);
const found = (name: string, over: Parameters<typeof assess>[1] = {}): Case => ({ role: assess(name, over) });
const withContext = (one: Case, context: Partial<RuleContext>): Case => ({
  ...one,
  context: { ...one.context, ...context },
});
const withInstance = (grants: readonly string[]): Case =>
  withContext(found('app'), {
    instanceRoles: [
      {
        arn: roleNamed('nodes').arn,
        families: ['cron'],
        found: {
          role: roleNamed('nodes', { policies: [inline(...grants.map((action) => allowed(action)))] }),
          grants: grants.map((action) => ({ action: action as 's3:GetObject', grantedBy: [] })),
        },
      },
    ],
  });
const refused = (world: Partial<World>): Case =>
  real({ observations: [seen('sqs:CreateQueue', { at: daysAgo(1), ...DENIED })], ...world });
const hadQueues = (more: Partial<World> = {}): Case => {
  const gone = inline(allowed('sqs:CreateQueue'), ...(more.policies === undefined ? [] : [denied('sqs:*')]));
  return refused({
    evidence: {
      pastGrants: (role) => [
        { seenAt: daysAgo(5), gone, role: { ...role, ...more.role, policies: [...role.policies, gone] } },
      ],
    },
  });
};
const firstUse = (world: Partial<World> = {}): Case =>
  real({
    policies: [inline(allowed('kms:Decrypt'))],
    observations: [seen('kms:Decrypt', { at: daysAgo(2) })],
    ...world,
  });

/** The cases of every rule, with the real evaluator wherever a grant decides. */
export const RULE_CASES: Readonly<Record<RuleId, RuleCases>> = {
  'removed-and-missed': {
    fires: hadQueues(),
    silent: refused({ evidence: { pastGrants: () => [], grantsKnownSince: () => daysAgo(5) } }),
    lacking: refused({}),
    stopped: {
      'a deny of before': hadQueues({ policies: [] }),
      'a boundary of before': hadQueues({ role: { boundary: boundaryOf('rds:*') } }),
    },
  },
  'unused-permissions': {
    fires: real({ policies: [inline(allowed('rds:DescribeDBInstances'))] }),
    silent: real({ policies: [inline(allowed('sqs:CreateQueue'))], observations: [seen('sqs:CreateQueue')] }),
    lacking: real({ coverages: [] }),
    stopped: {
      'a deny': stoppedGrants('rds:DescribeDBInstances')['a deny'] ?? unread,
      'a boundary': real({ policies: [inline(allowed('sqs:CreateQueue'))], role: { boundary: boundaryOf('rds:*') } }),
      // A condition that does not hold today may hold tomorrow: the grant stays, and is unused.
    },
  },
  'administrator-access': {
    fires: real({ policies: [inline(allowed('*'))] }),
    silent: real({}),
    lacking: broken,
    stopped: stoppedGrants('*'),
  },
  'application-permissions-on-execution-role': {
    fires: execution({ policies: [inline(allowed('dynamodb:PutItem'))] }),
    silent: execution({ policies: [inline(allowed('ecr:BatchGetImage'))] }),
    lacking: brokenExecution,
    stopped: {
      'a deny': execution({ policies: [inline(allowed('dynamodb:PutItem'), denied('dynamodb:*'))] }),
      'a boundary': execution({
        policies: [inline(allowed('dynamodb:PutItem'))],
        role: { boundary: boundaryOf('ecr:*') },
      }),
    },
  },
  'denied-at-runtime': {
    fires: refused({}),
    silent: real({}),
    lacking: real({ coverages: [] }),
    stopped: 'It is about refusals, whatever made them.',
  },
  'execution-role-missing-permission': {
    fires: execution({ required: [fetching] }),
    silent: execution({ policies: [inline(allowed('secretsmanager:GetSecretValue'))], required: [fetching] }),
    lacking: brokenExecution,
    stopped: 'A deny, a boundary and a condition make it fire: what is granted is taken away.',
  },
  'same-role-for-both': {
    fires: found('app', { uses: [use('task'), use('execution')] }),
    silent: found('app'),
    lacking: withContext(found('app'), { inventoryComplete: false }),
    stopped: 'No policy changes which role a task definition names.',
  },
  'missing-role': {
    fires: found('gone', { lookup: { kind: 'missing', arn: ARN } }),
    silent: found('app'),
    lacking: unread,
    stopped: 'No policy makes a role.',
  },
  'foreign-role': {
    fires: found('theirs', { lookup: { kind: 'foreign', arn: ARN, accountId: '999999999999' } }),
    silent: found('app'),
    lacking: 'The ARN in the task definition says it: nothing has to be read.',
    stopped: 'No policy changes the account of a role.',
  },
  'unused-role': {
    fires: found('idle'),
    silent: found('app', { lastSeen: NOW - DAY }),
    lacking: found('app', { watched: { from: NOW - DAY, to: NOW } }),
    stopped: 'It is about sessions, which no policy of the role makes or prevents.',
  },
  'evidence-gap': {
    fires: real({ coverages: [] }),
    silent: real({}),
    lacking: 'It is about what is lacking; of a run about some roles alone the evaluation of rules says so.',
    stopped: { 'a deny': stoppedGrants('rds:DescribeDBInstances', { coverages: [] })['a deny'] ?? unread },
  },
  'trust-missing-ecs': {
    fires: trustOnly(others),
    silent: found('app'),
    lacking: unread,
    stopped: 'A deny and a condition make it fire: ECS is kept out.',
  },
  'trust-without-source-condition': {
    fires: trustOnly(ecsMay),
    silent: found('app'),
    lacking: unread,
    stopped: {
      'a condition': found('app'),
      'a deny': trustOnly(ecsMay, ecsMayNot),
    },
  },
  'broad-managed-policy': {
    fires: real({ policies: [managed('SecretsManagerReadWrite', 'secretsmanager:*')] }),
    silent: real({}),
    lacking: found('app', { role: { unread: ['policy x'] } }),
    stopped: {
      'a deny': real({
        policies: [managed('SecretsManagerReadWrite', 'secretsmanager:*'), inline(denied('secretsmanager:*'))],
      }),
      'a boundary': real({
        policies: [managed('SecretsManagerReadWrite', 'secretsmanager:*')],
        role: { boundary: boundaryOf('rds:*') },
      }),
    },
  },
  'unused-service': {
    fires: real({ policies: [inline(allowed('rds:DescribeDBInstances'))] }),
    silent: real({ policies: [inline(allowed('sqs:CreateQueue'))], observations: [seen('sqs:CreateQueue')] }),
    lacking: real({ coverages: [] }),
    stopped: {
      'a deny': stoppedGrants('rds:DescribeDBInstances')['a deny'] ?? unread,
      'a boundary': real({ policies: [inline(allowed('sqs:CreateQueue'))], role: { boundary: boundaryOf('rds:*') } }),
    },
  },
  'wildcard-service': {
    fires: real({ policies: [inline(allowed('sqs:*'))] }),
    silent: real({ policies: [inline(allowed('sqs:Get*'))] }),
    lacking: broken,
    stopped: stoppedGrants('sqs:*'),
  },
  'wildcard-resource': {
    fires: real({ policies: [inline(allowed('kms:Decrypt'))] }),
    silent: real({
      policies: [inline(allowed('kms:Decrypt', { Resource: 'arn:aws:kms:eu-west-1:123456789012:key/a' }))],
    }),
    lacking: broken,
    stopped: stoppedGrants('kms:Decrypt'),
  },
  'privilege-escalation': {
    fires: real({ policies: [inline(allowed('iam:PutRolePolicy'))] }),
    silent: real({}),
    lacking: broken,
    stopped: stoppedGrants('iam:PutRolePolicy'),
  },
  'secrets-beyond-declared': {
    fires: execution({ policies: [inline(allowed('secretsmanager:GetSecretValue'))], required: [fetching] }),
    silent: execution({
      policies: [inline(allowed('secretsmanager:GetSecretValue', { Resource: SECRET }))],
      required: [fetching],
    }),
    lacking: brokenExecution,
    stopped: {
      'a deny': execution({ policies: [inline(allowed('secretsmanager:GetSecretValue'), denied('secretsmanager:*'))] }),
      'a boundary': execution({
        policies: [inline(allowed('secretsmanager:GetSecretValue'))],
        role: { boundary: boundaryOf('rds:*') },
      }),
      'a condition': execution({ policies: [inline(allowed('secretsmanager:GetSecretValue', NEVER))] }),
    },
  },
  'infrastructure-permissions-on-task-role': {
    fires: real({ policies: [inline(allowed('ecr:BatchGetImage'))] }),
    silent: real({}),
    lacking: real({ policies: [inline(allowed('ecr:BatchGetImage'))], coverages: [] }),
    stopped: {
      'a deny': stoppedGrants('ecr:BatchGetImage')['a deny'] ?? unread,
      'a boundary': stoppedGrants('ecr:BatchGetImage')['a boundary'] ?? unread,
    },
  },
  'shared-role': {
    fires: found('app', { uses: [use('task', 'a'), use('task', 'b')] }),
    silent: found('app'),
    lacking: withContext(found('app'), { inventoryComplete: false }),
    stopped: 'No policy changes which role a task definition names.',
  },
  'task-uses-instance-role': {
    fires: withInstance(['s3:GetObject']),
    silent: withInstance([]),
    lacking: found('app'),
    stopped:
      'What a deny or a boundary blocks is left out where instance roles are read: test/ecs/instance-roles.test.ts.',
  },
  'first-use': {
    fires: firstUse(),
    silent: firstUse({ observations: [seen('kms:Decrypt', { at: daysAgo(30) })] }),
    lacking: firstUse({ observations: [], coverages: [] }),
    stopped: 'It is about calls that came through: nothing stopped them.',
  },
  'trust-too-wide': {
    fires: trusting(others),
    silent: found('app'),
    lacking: unread,
    stopped: {
      'a deny': trustOnly(...TRUST.Statement, others, {
        ...ecsMayNot,
        Principal: { AWS: 'arn:aws:iam::999999999999:root' },
      }),
    },
  },
  'policies-too-complex': {
    fires: { role: { ...assess('maze'), beyondBudget: 'what they grant' } },
    silent: found('app'),
    lacking: unread,
    stopped: 'It is about the work that policies take, whatever they come to.',
  },
};

import { describe, expect, it } from 'vitest';
import type { EpochMs } from '../../src/base/time.ts';
import type { RoleUse } from '../../src/ecs/role-use.ts';
import type { RoleLastAccessed } from '../../src/evidence/last-accessed/role-last-accessed.ts';
import { usageTable } from '../../src/evidence/usage-table.ts';
import type { Action } from '../../src/iam/action.ts';
import { parsePolicy } from '../../src/iam/parse-policy.ts';
import { catalog, DENIED, daysAgo, lookup, NOW, seen, THROTTLED, unknownCall } from '../ledger/seen.ts';
import { ARN, allow, assess, REGIONS, requires, verdictOf, type World } from './world.ts';

const USE: RoleUse = {
  job: 'execution',
  region: 'eu-west-1',
  taskDefinitionArn: 'arn:aws:ecs:eu-west-1:123456789012:task-definition/my-app:7',
  family: 'my-app',
  revision: 7,
  status: 'ACTIVE',
  override: false,
  daemon: false,
};

function trust(...principals: readonly unknown[]) {
  const Statement = principals.map((Principal) => ({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }));
  return parsePolicy(JSON.stringify({ Version: '2012-10-17', Statement }), 'trust');
}

const ECS = { Service: 'ecs-tasks.amazonaws.com' };

const OF_THE_AGENT: readonly Action[] = [
  'ecr:BatchGetImage',
  'kms:Decrypt',
  'logs:CreateLogGroup',
  'logs:CreateLogStream',
  'logs:DescribeLogStreams',
  's3:GetObject',
  'secretsmanager:GetSecretValue',
  'ssm:GetParameter',
];

const LOGS = requires('logs:CreateLogStream', { field: 'containerDefinitions[0].logConfiguration.logDriver' });

/** What IAM knows of the role's last calls: one of a service, or of an action of it. */
function lastAccessed(service: string, at: EpochMs, action?: Action): RoleLastAccessed {
  const attempt = { at };
  return {
    role: ARN,
    readAt: NOW,
    services: new Map([[service, attempt]]),
    actions: new Map(action === undefined ? [] : [[action.toLowerCase(), { ...attempt, action }]]),
  };
}

/** The verdict on an action of an execution role that is a day old, of which no data event was watched. */
function verdict(action: Action, world: Partial<World> = {}): string {
  const { role, ...rest } = world;
  const assessment = assess({
    policies: [allow('dynamodb:GetItem', ...OF_THE_AGENT)],
    uses: [USE],
    role: { createdAt: daysAgo(1), trustPolicy: trust(ECS), ...role },
    ...rest,
  });
  return verdictOf(assessment, action);
}

describe('an execution role', () => {
  it('never uses what the agent does not call, however young it is and whatever data events were watched', () => {
    expect(verdict('dynamodb:GetItem')).toBe(
      'unused: Only the ECS agent gets the credentials of this execution role, and it makes no call that needs this, whatever a task definition says.',
    );
  });

  it('is not known to be the agent’s alone where somebody tampered with what was known of its use', () => {
    const tampering = { at: daysAgo(2), windowFrom: daysAgo(90) };
    expect(verdict('dynamodb:GetItem', { evidence: { tampering } })).not.toMatch(/^unused/);
  });

  it.each<Action>(['ecr:BatchGetImage', 'logs:CreateLogGroup', 'secretsmanager:GetSecretValue', 'ssm:GetParameter'])(
    'does not use %s, which the agent may call, where no task definition declares a need of it',
    (action) => {
      expect(verdict(action, { required: [LOGS] })).toBe(
        'unused: Only the ECS agent gets the credentials of this execution role, and it makes no call that needs this, since no field of its task definitions asks for one.',
      );
    },
  );

  it('is required to have what a field declares', () => {
    expect(verdict('logs:CreateLogStream', { required: [LOGS] })).toMatch(/^required: /);
    const perhaps = { ...LOGS, certainty: 'possible', note: 'on container instances' } as const;
    expect(verdict('logs:CreateLogStream', { required: [perhaps] })).toMatch(/^undetermined: .*may require it/);
  });

  const external = () => ({ families: [], running: [], external: ['my-app'], unlisted: [] });
  it.each<readonly [string, Action, Partial<World>, RegExp]>([
    ['environment files', 's3:GetObject', {}, /Whoever starts a task may name environment files/],
    ['keys of environment files', 'kms:Decrypt', {}, /a customer-managed key may encrypt them/],
    [
      'what a log driver looks at',
      'logs:DescribeLogStreams',
      { required: [LOGS] },
      /beside what task definitions declare of logs/,
    ],
    [
      'another way to read parameters',
      'ssm:GetParameter',
      { required: [requires('ssm:GetParameters')], policies: [allow('ssm:GetParameter', 'ssm:GetParameters')] },
      /beside what task definitions declare of ssm/,
    ],
    [
      'tasks that are started with it',
      'ecr:BatchGetImage',
      { uses: [USE, { ...USE, override: true }] },
      /in place of the one/,
    ],
    [
      'external instances',
      'ecr:BatchGetImage',
      { evidence: { tasksOf: external } },
      /Tasks of my-app may run on external instances/,
    ],
    [
      'calls that nothing declares',
      'ecr:BatchGetImage',
      { observations: [seen('secretsmanager:GetSecretValue')] },
      /secretsmanager:GetSecretValue was called, which no task definition declares today/,
    ],
  ])('is not known to be without need of %s', (_, action, world, because) => {
    const text = verdict(action, world);
    expect(text).toMatch(/^undetermined: /);
    expect(text).toMatch(because);
  });

  it('is judged by events where these tell enough', () => {
    const world = { observations: [seen('secretsmanager:GetSecretValue')], role: { createdAt: daysAgo(200) } };
    expect(verdict('ecr:BatchGetImage', world)).toMatch(/^unused: No call in 90 days/);
  });

  it('has no closed job where it has nothing of what its task definitions need', () => {
    const policies = [allow('dynamodb:GetItem')];
    expect(verdict('dynamodb:GetItem', { policies, required: [LOGS] })).toMatch(/^un(observable|determined): /);
    expect(verdict('dynamodb:GetItem', { required: [LOGS] })).toMatch(/^unused: /);
  });

  const overridden = usageTable(catalog);
  const start = { at: NOW, region: 'eu-west-1', taskId: 'a', family: 'my-app', overridingTaskRole: ARN };
  overridden.receiverFor('lookup').taskStarted?.(start);
  const registered = usageTable(catalog);
  registered.receiverFor('lookup').taskRoleGiven?.({ at: NOW, region: 'eu-west-1', arn: ARN });
  const assumed = usageTable(catalog);
  assumed
    .receiverFor('lookup')
    .assumed({ at: NOW, region: 'eu-west-1', arn: ARN, by: 'arn:aws:iam::123456789012:user/a' });

  it.each<readonly [string, Partial<World>]>([
    ['is a task role elsewhere', { uses: [USE, { ...USE, job: 'task' }] }],
    ['is named by nothing', { uses: [] }],
    [
      'trusts another role of the account',
      { role: { trustPolicy: trust(ECS, { AWS: 'arn:aws:iam::123456789012:role/ops' }) } },
    ],
    ['trusts everyone', { role: { trustPolicy: trust('*') } }],
    ['has a trust policy that could not be read', { role: { trustPolicy: { ok: false, problem: 'x' } } }],
    ['may be named by a definition that could not be read', { evidence: { unreadTaskDefinitions: ['web:3'] } }],
    ['may be named in a Region that was not listed', { evidence: { unlistedRegions: ['eu-west-2'] } }],
    ['was given to a task in place of its task role', { evidence: { usage: overridden } }],
    ['nobody watched tasks being started with', { coverages: [] }],
    [
      'was watched for a week only',
      { coverages: REGIONS.map((region) => ({ ...lookup(region), management: [{ from: daysAgo(7), to: NOW }] })) },
    ],
    ['tasks may have been started with in an unwatched Region', { coverages: [lookup('us-east-1')] }],
    ['was the task role of a definition that is gone', { evidence: { usage: registered } }],
    ['was assumed by somebody else', { evidence: { usage: assumed } }],
    ['made a call of which nobody knows the action', { observations: [unknownCall()] }],
    ['tried to call something else, and was throttled', { observations: [seen('sqs:SendMessage', THROTTLED)] }],
    ['was seen to call something else', { observations: [seen('sqs:SendMessage')] }],
    ['was refused something else', { observations: [seen('sqs:SendMessage', DENIED)] }],
    [
      'was known by IAM to call another service',
      { evidence: { lastAccessedOf: () => lastAccessed('sqs', daysAgo(0)) } },
    ],
    [
      'was known by IAM to call another action of a service',
      { evidence: { lastAccessedOf: () => lastAccessed('s3', daysAgo(0), 's3:CreateBucket') } },
    ],
    ['may need it by a field', { required: [requires('dynamodb:GetItem', { certainty: 'possible' })] }],
    ['could not be read whole', { role: { unread: ['policy version'] } }],
  ])('that %s may use it', (_, world) => {
    expect(verdict('dynamodb:GetItem', world)).toMatch(/^(unobservable|undetermined): /);
  });

  it.each<readonly [string, RoleLastAccessed]>([
    ['calls of the agent', lastAccessed('ecr', daysAgo(0), 'ecr:BatchGetImage')],
    ['calls before it was created', lastAccessed('sqs', daysAgo(30))],
  ])('keeps its closed job where IAM knows of %s', (_, report) => {
    expect(verdict('dynamodb:GetItem', { evidence: { lastAccessedOf: () => report } })).toMatch(/^unused: /);
  });
});

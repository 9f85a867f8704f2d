import { describe, expect, test } from 'vitest';
import { createInstanceRoleReader } from '../../src/aws/ec2/instance-roles.ts';
import { createTaskDefinitionReader } from '../../src/aws/ecs/ecs-inventory.ts';
import { createRoleReader } from '../../src/aws/iam/iam-roles.ts';
import { rolelessTasks } from '../../src/ecs/roleless-tasks.ts';
import { loadCatalog } from '../../src/iam/catalog/load-catalog.ts';
import { addManagedPolicy, addRole, addTask, addTaskDefinition } from '../../src/sandbox/build-account.ts';
import { emptyAccount, type SandboxAccount } from '../../src/sandbox/sandbox-account.ts';
import { readInstanceRoles } from '../../src/stages/read-instance-roles.ts';
import { sandboxSession } from '../support/sandbox-session.ts';

const NOW = Date.parse('2026-11-22T03:00:00Z');
const REGION = 'us-east-1';
const allow = (Action: string) => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });

/** What is read of an account with one EC2 instance, on which a task without roles runs. */
async function readOf(change: (account: SandboxAccount) => void, denied?: string) {
  const account = emptyAccount({ now: NOW });
  const attached = addManagedPolicy(account, {
    name: 'AmazonEC2ContainerServiceforEC2Role',
    awsManaged: true,
    documents: [allow('logs:CreateLogStream')],
  });
  addRole(account, { name: 'nodes', attached: [attached], inlinePolicies: { app: allow('s3:GetObject') } });
  account.instances.push({ region: REGION, cluster: 'main', id: 'i-1', roleName: 'nodes' });
  const taskDefinitionArn = addTaskDefinition(account, { family: 'cron', requiresCompatibilities: ['EC2'] });
  addTask(account, { taskDefinitionArn, launchType: 'EC2', instance: 'i-1' });
  change(account);
  const { sandbox, session } = await sandboxSession({ account, limits: false });
  if (denied !== undefined) sandbox.injectFault({ kind: 'accessDenied', operation: denied });
  const region = await createTaskDefinitionReader(session).read(REGION);
  const found = await readInstanceRoles(
    {
      catalog: await loadCatalog(),
      roles: createRoleReader(session, account.accountId),
      instanceRoles: createInstanceRoleReader(session),
    },
    { regions: [region], complete: true, incomplete: [] },
  );
  return { ...found, calls: sandbox.calls.map(({ operation }) => operation), roleless: rolelessTasks(region) };
}

const nothing = () => undefined;

describe('readInstanceRoles()', () => {
  test('finds what a task without a role gets from its instance, beside what instances need', async () => {
    const { roles, incomplete } = await readOf(nothing);
    expect(incomplete).toEqual([]);
    expect(roles).toMatchObject([
      {
        arn: 'arn:aws:iam::418295736412:role/nodes',
        families: ['cron'],
        found: { grants: [{ action: 's3:GetObject', grantedBy: [{ policy: 'inline policy app' }] }] },
      },
    ]);
  });

  test('asks nothing where each task has a role', async () => {
    const { roles, calls } = await readOf((account) => {
      const taskRoleArn = addRole(account, { name: 'own' });
      const taskDefinitionArn = addTaskDefinition(account, { family: 'web', taskRoleArn });
      account.tasks.splice(0, 1);
      addTask(account, { taskDefinitionArn, launchType: 'EC2', instance: 'i-1' });
    });
    expect(roles).toEqual([]);
    expect(calls).not.toContain('DescribeContainerInstances');
  });

  test.each<readonly [string, (account: SandboxAccount) => void]>([
    [
      'a task that is given a role when it is run',
      (account) => {
        const [task] = account.tasks.splice(0, 1);
        if (task !== undefined)
          account.tasks.push({ ...task, overrides: { taskRoleArn: addRole(account, { name: 'own' }) } });
      },
    ],
    [
      'a task on Fargate',
      (account) => {
        const [task] = account.tasks.splice(0, 1);
        if (task !== undefined) {
          const { instance: _, ...rest } = task;
          account.tasks.push({ ...rest, launchType: 'FARGATE' });
        }
      },
    ],
  ])('does not count %s', async (_, change) => {
    expect((await readOf(change)).roleless).toEqual([]);
  });

  test('has no role of an instance without a profile', async () => {
    expect(
      (
        await readOf((account) => {
          account.instances.splice(0, 1, { region: REGION, cluster: 'main', id: 'i-1' });
        })
      ).roles,
    ).toEqual([]);
  });

  test('leaves out what the boundary of the instance role blocks', async () => {
    const { roles } = await readOf((account) => {
      const boundary = addManagedPolicy(account, { name: 'limit', documents: [allow('logs:*')] });
      const place = account.roles.findIndex(({ name }) => name === 'nodes');
      const role = account.roles[place];
      if (role !== undefined) account.roles[place] = { ...role, boundary };
    });
    expect(roles.map(({ found }) => found?.grants)).toEqual([[]]);
  });

  test.each([
    ['DescribeContainerInstances', 'ecs:DescribeContainerInstances'],
    ['DescribeInstances', 'ec2:DescribeInstances'],
    ['GetInstanceProfile', 'iam:GetInstanceProfile'],
  ])('is incomplete where %s is refused', async (operation, action) => {
    const { roles, incomplete } = await readOf(nothing, operation);
    expect(roles).toEqual([]);
    expect(incomplete.map(({ missing }) => missing?.action)).toEqual([action]);
  });
});

import { describe, expect, test } from 'vitest';
import { createTaskDefinitionReader } from '../../src/aws/ecs/ecs-inventory.ts';
import type { TaskDefinition } from '../../src/ecs/task-definition.ts';
import type { KnownRevisions } from '../../src/ports.ts';
import { addRole, addService, addTaskDefinition } from '../../src/sandbox/build-account.ts';
import { emptyAccount, type SandboxAccount } from '../../src/sandbox/sandbox-account.ts';
import type { Sandbox } from '../../src/sandbox/start-sandbox.ts';
import { sandboxSession } from '../support/sandbox-session.ts';

const region = 'us-east-1';

function accountWith(revisions: number): SandboxAccount {
  const account = emptyAccount({ now: Date.UTC(2026, 10, 22, 3) });
  addRole(account, { name: 'app-task' });
  for (let index = 0; index < revisions; index += 1)
    addTaskDefinition(account, { family: 'app', taskRoleArn: 'app-task' });
  return account;
}

function memory(): KnownRevisions & { readonly known: Map<string, TaskDefinition> } {
  const known = new Map<string, TaskDefinition>();
  return {
    known,
    get: (arn) => known.get(arn),
    described: (definition) => known.set(definition.taskDefinitionArn, definition),
  };
}

function described({ calls }: Sandbox): number {
  return calls.filter(({ operation }) => operation === 'DescribeTaskDefinition').length;
}

describe('createTaskDefinitionReader() with known revisions', () => {
  test('describes only what is new, and reads the same in the same order', async () => {
    const account = accountWith(5);
    const { session, sandbox } = await sandboxSession({ account });
    const reader = createTaskDefinitionReader(session);
    const revisions = memory();
    await reader.read(region, revisions);
    expect(described(sandbox)).toBe(5);
    addTaskDefinition(account, { family: 'another', taskRoleArn: 'app-task' });
    const inventory = await reader.read(region, revisions);
    expect(described(sandbox)).toBe(6);
    expect(inventory).toEqual(await reader.read(region));
  });

  test('describes what is not listed as ACTIVE, whatever was known of it', async () => {
    const account = accountWith(2);
    const { session, sandbox } = await sandboxSession({ account });
    const reader = createTaskDefinitionReader(session);
    const revisions = memory();
    await reader.read(region, revisions);
    const [first] = account.taskDefinitions;
    if (first === undefined) throw new Error('The account has no task definitions');
    addService(account, {
      name: 'app',
      taskDefinitionArn: `arn:aws:ecs:${region}:${account.accountId}:task-definition/app:1`,
    });
    account.taskDefinitions[0] = { ...first, status: 'INACTIVE' };
    const inventory = await reader.read(region, revisions);
    expect(inventory.taskDefinitions.map(({ revision, status }) => [revision, status]).sort()).toEqual([
      [1, 'INACTIVE'],
      [2, 'ACTIVE'],
    ]);
    expect(described(sandbox)).toBe(3);
  });

  test('takes a revision that was known to be deregistered for ACTIVE where it is listed so', async () => {
    const { session } = await sandboxSession({ account: accountWith(1) });
    const reader = createTaskDefinitionReader(session);
    const revisions = memory();
    await reader.read(region, revisions);
    for (const [arn, definition] of revisions.known) revisions.known.set(arn, { ...definition, status: 'INACTIVE' });
    expect((await reader.read(region, revisions)).taskDefinitions.map(({ status }) => status)).toEqual(['ACTIVE']);
  });

  test('remembers nothing of what it could not read', async () => {
    const faults = [{ kind: 'accessDenied', service: 'ecs', operation: 'DescribeTaskDefinition' }] as const;
    const { session } = await sandboxSession({ account: accountWith(2), faults });
    const revisions = memory();
    const inventory = await createTaskDefinitionReader(session).read(region, revisions);
    expect(revisions.known.size).toBe(0);
    expect(inventory.unreadTaskDefinitions).toHaveLength(2);
  });
});

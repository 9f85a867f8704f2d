import { expect, test } from 'vitest';
import { DAY_MS } from '../src/base/time.ts';
import { addRole, addTask, addTaskDefinition } from '../src/sandbox/build-account.ts';
import type { FaultKind } from '../src/sandbox/fault.ts';
import { type Sandbox, startSandbox } from '../src/sandbox/start-sandbox.ts';
import { actionsWith, auditSandbox } from './support/audit-sandbox.ts';
import { smallAccount } from './support/small-account.ts';

const NOW = Date.UTC(2026, 10, 22, 3);
const BOTH = { settings: { AUDITOR_SOURCES: 'lookup,last-accessed' } };
const OBJECTS = ['reports-task-role s3:GetObject', 'reports-task-role s3:PutObject'];

/** The small account, and a role that may read and write objects and never did. */
async function withSandbox<T>(work: (sandbox: Sandbox) => Promise<T>): Promise<T> {
  const { account } = smallAccount(NOW);
  const taskRoleArn = addRole(account, {
    name: 'reports-task-role',
    path: '/svc/',
    inlinePolicies: {
      app: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject', 'iam:PassRole'], Resource: '*' }],
      },
    },
  });
  addTask(account, {
    taskDefinitionArn: addTaskDefinition(account, { family: 'reports', taskRoleArn }),
    startedAt: NOW - 60 * DAY_MS,
  });
  const sandbox = await startSandbox({ account, limits: false });
  try {
    return await work(sandbox);
  } finally {
    await sandbox.close();
  }
}

test('data-plane actions of a service that was never called are unused with last-accessed data, and not without', async () => {
  await withSandbox(async (sandbox) => {
    expect(actionsWith('unobservable', await auditSandbox(sandbox))).toEqual(expect.arrayContaining(OBJECTS));
    const result = await auditSandbox(sandbox, BOTH);
    expect(actionsWith('unused', result)).toEqual(expect.arrayContaining(OBJECTS));
    expect(actionsWith('unobservable', result)).toContain('reports-task-role iam:PassRole');
    expect(result.incomplete).toEqual([]);
  });
});

test('last-accessed data by itself calls nothing unused, since it does not tell the age of grants', async () => {
  await withSandbox(async (sandbox) => {
    const result = await auditSandbox(sandbox, { settings: { AUDITOR_SOURCES: 'last-accessed' } });
    expect(actionsWith('unused', result)).toEqual([]);
    expect(actionsWith('used', result)).toContain('shop-task-role secretsmanager:GetSecretValue');
  });
});

const KINDS: readonly FaultKind[] = ['throttle', 'serverError', 'accessDenied', 'reset', 'truncated', 'malformed'];

test.concurrent.each(
  ['GenerateServiceLastAccessedDetails', 'GetServiceLastAccessedDetails'].flatMap((operation) =>
    KINDS.map((kind) => [operation, kind] as const),
  ),
)(
  'when %s fails for good with %s, the loss is named and nothing is unused by it',
  async (operation, kind) => {
    await withSandbox(async (sandbox) => {
      sandbox.injectFault({ service: 'iam', operation, kind });
      const result = await auditSandbox(sandbox, BOTH);
      const unused = actionsWith('unused', result);
      expect(OBJECTS.filter((action) => unused.includes(action))).toEqual([]);
      expect(result.incomplete).toHaveLength(3);
    });
  },
  60_000,
);

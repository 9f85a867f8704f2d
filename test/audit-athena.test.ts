import { expect, test } from 'vitest';
import { DAY_MS } from '../src/base/time.ts';
import type { FaultKind } from '../src/sandbox/fault.ts';
import type { SandboxAccount } from '../src/sandbox/sandbox-account.ts';
import { type Sandbox, startSandbox } from '../src/sandbox/start-sandbox.ts';
import { actionsWith, auditSandbox } from './support/audit-sandbox.ts';
import { smallAccount } from './support/small-account.ts';

const NOW = Date.UTC(2026, 10, 22, 3);
const SETTINGS = { AUDITOR_SOURCES: 'lookup,athena', AUDITOR_ATHENA_TABLE: 'cloudtrail.records' };
/** Of the small account's task role; it has only ever asked for a queue's address. */
const SENDING = 'shop-task-role sqs:SendMessage';

function accountWithTrail(): SandboxAccount {
  const { account } = smallAccount(NOW);
  account.trails.push({
    name: 'main',
    homeRegion: 'us-east-1',
    multiRegion: true,
    bucket: 'trail-logs',
    logging: true,
    startedAt: NOW - 400 * DAY_MS,
    eventSelectors: [],
    advancedEventSelectors: [
      {
        FieldSelectors: [
          { Field: 'eventCategory', Equals: ['Data'] },
          { Field: 'resources.type', Equals: ['AWS::SQS::Queue'] },
        ],
      },
    ],
  });
  return account;
}

async function withSandbox<T>(work: (sandbox: Sandbox) => Promise<T>): Promise<T> {
  const sandbox = await startSandbox({ account: accountWithTrail(), limits: false });
  try {
    return await work(sandbox);
  } finally {
    await sandbox.close();
  }
}

async function secondNight(sandbox: Sandbox) {
  await auditSandbox(sandbox, { settings: SETTINGS, clock: { now: () => NOW - DAY_MS } });
  return auditSandbox(sandbox, { settings: SETTINGS });
}

test('one query of the trail’s table decides data-plane actions', {
  timeout: 300_000,
}, async () => {
  await withSandbox(async (sandbox) => {
    expect(actionsWith('unobservable', await auditSandbox(sandbox))).toContain(SENDING);
    const result = await secondNight(sandbox);
    expect(result.incomplete).toEqual([]);
    expect(actionsWith('unused', result)).toContain(SENDING);
    expect(actionsWith('used', result)).toContain('shop-task-role secretsmanager:GetSecretValue');
    expect(sandbox.calls.filter(({ operation }) => operation === 'StartQueryExecution')).toHaveLength(2);
  });
});

test('Athena alone sees what was used', { timeout: 300_000 }, async () => {
  await withSandbox(async (sandbox) => {
    const result = await auditSandbox(sandbox, { settings: { ...SETTINGS, AUDITOR_SOURCES: 'athena' } });
    expect(actionsWith('used', result)).toContain('shop-task-role secretsmanager:GetSecretValue');
    expect(actionsWith('unused', result)).toEqual([]);
  });
});

const OPERATIONS = ['GetTableMetadata', 'StartQueryExecution', 'GetQueryExecution', 'GetQueryResults'];
const KINDS: readonly FaultKind[] = ['accessDenied', 'serverError', 'malformed', 'truncated'];

test.concurrent.each(OPERATIONS.flatMap((operation) => KINDS.map((kind) => [operation, kind] as const)))(
  'when %s fails for good with %s, the loss is named and nothing is unused by it',
  { timeout: 300_000 },
  async (operation, kind) => {
    await withSandbox(async (sandbox) => {
      sandbox.injectFault({ service: 'athena', operation, kind });
      const result = await secondNight(sandbox);
      expect(actionsWith('unused', result)).not.toContain(SENDING);
      expect(result.incomplete).toHaveLength(1);
      if (kind === 'accessDenied') expect(result.incomplete[0]?.why).toContain('athena');
    });
  },
);

test('a query still running at the deadline is stopped', { timeout: 300_000 }, async () => {
  await withSandbox(async (sandbox) => {
    const reading = { timeLeft: () => 10_000, signal: new AbortController().signal };
    const result = await auditSandbox(sandbox, { settings: SETTINGS, reading });
    expect(sandbox.calls.some(({ operation }) => operation === 'StopQueryExecution')).toBe(true);
    expect(result.incomplete.some(({ why }) => why.includes('it was stopped'))).toBe(true);
  });
});

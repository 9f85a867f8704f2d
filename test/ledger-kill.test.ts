import { describe, expect, test } from 'vitest';
import { HOUR_MS } from '../src/base/time.ts';
import { addEvent } from '../src/sandbox/add-event.ts';
import { type Sandbox, startSandbox } from '../src/sandbox/start-sandbox.ts';
import { importedFindings, keptTexts } from './ledger/two-nights.ts';
import { auditSandbox } from './support/audit-sandbox.ts';
import { smallAccount } from './support/small-account.ts';

const NOW = Date.UTC(2026, 10, 22, 3);

/** Two Regions, one of them with so many events that they are read and kept in several slices. */
function busyAccount() {
  const small = smallAccount(NOW);
  for (let index = 0; index < 650; index += 1) {
    addEvent(small.account, {
      eventSource: 'sqs.amazonaws.com',
      eventName: index % 7 === 0 ? 'ListQueues' : 'GetQueueUrl',
      at: NOW - HOUR_MS - index * 180 * 60_000,
      role: small.taskRole,
      region: 'eu-west-1',
    });
  }
  return small.account;
}

const account = busyAccount();

/** The process dies with the given call: the call is done, its answer is lost, and nothing is sent any more. */
async function killedAt(place: number, sandbox: Sandbox, onCall: (told: () => void) => void): Promise<void> {
  const controller = new AbortController();
  let calls = 0;
  onCall(() => {
    calls += 1;
    if (calls === place) controller.abort();
  });
  const deadline = { timeLeft: () => Number.POSITIVE_INFINITY, signal: controller.signal };
  await auditSandbox(sandbox, { reading: deadline, writing: deadline }).catch((error: unknown) => {
    // Without its identity a run is about no account.
    if (place > 1) throw error;
  });
  onCall(() => undefined);
}

async function withSandbox<T>(work: (sandbox: Sandbox, onCall: (told: () => void) => void) => Promise<T>): Promise<T> {
  let told: () => void = () => undefined;
  const sandbox = await startSandbox({ account, limits: false, onCall: () => told() });
  try {
    return await work(sandbox, (next) => {
      told = next;
    });
  } finally {
    await sandbox.close();
  }
}

const uninterrupted = await withSandbox(async (sandbox) => {
  const result = await auditSandbox(sandbox);
  return {
    calls: sandbox.calls.map(({ service, operation }) => `${service} ${operation}`),
    kept: keptTexts(sandbox),
    imported: importedFindings(sandbox),
    verdicts: result.assessments.map(({ actions }) => actions),
  };
});
const { calls } = uninterrupted;
const lastLookup = calls.lastIndexOf('cloudtrail LookupEvents');
const places = calls.map((call, index) => [index + 1, call] as const);

describe('a run that was stopped', () => {
  test.concurrent.each(places)(
    'at call %i, %s, and then run again, leaves what one that was not stopped does',
    { timeout: 120_000 },
    async (place) => {
      await withSandbox(async (sandbox, onCall) => {
        await killedAt(place, sandbox, onCall);
        const result = await auditSandbox(sandbox);
        expect(result.incomplete).toEqual([]);
        expect(keptTexts(sandbox)).toEqual(uninterrupted.kept);
        expect(importedFindings(sandbox)).toEqual(uninterrupted.imported);
        expect(result.assessments.map(({ actions }) => actions)).toEqual(uninterrupted.verdicts);
      });
    },
  );

  test('reads again only what it had not kept', { timeout: 60_000 }, async () => {
    expect(calls.slice(0, lastLookup)).toContain('s3 PutObject');
    await withSandbox(async (sandbox, onCall) => {
      await killedAt(lastLookup + 1, sandbox, onCall);
      const before = sandbox.calls.length;
      await auditSandbox(sandbox);
      const again = sandbox.calls.slice(before).filter(({ operation }) => operation === 'LookupEvents');
      expect(again.length).toBeLessThan(calls.filter((call) => call === 'cloudtrail LookupEvents').length / 2);
    });
  });
});

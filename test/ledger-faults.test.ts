import { describe, expect, test } from 'vitest';
import { HOUR_MS } from '../src/base/time.ts';
import type { AuditResult } from '../src/report/audit-result.ts';
import { addEvent } from '../src/sandbox/add-event.ts';
import type { FaultKind } from '../src/sandbox/fault.ts';
import type { StoredObject } from '../src/sandbox/sandbox-state.ts';
import { type Sandbox, startSandbox } from '../src/sandbox/start-sandbox.ts';
import { actionsWith, auditSandbox } from './support/audit-sandbox.ts';
import { smallAccount } from './support/small-account.ts';

const FIRST = Date.UTC(2026, 10, 22, 3);
/** The same day, so that what the first run read is not yet too old to stand for "up to now". */
const SECOND = FIRST + 12 * HOUR_MS;
const KINDS: readonly FaultKind[] = ['accessDenied', 'serverError', 'reset', 'truncated', 'malformed'];

async function sandboxAt<T>(
  now: number,
  objects: ReadonlyMap<string, StoredObject>,
  work: (sandbox: Sandbox) => Promise<T>,
): Promise<T> {
  const small = smallAccount(FIRST);
  if (now > FIRST) {
    // Only the second run can see this use.
    const call = { eventSource: 'sqs.amazonaws.com', eventName: 'CreateQueue', at: FIRST + 2 * HOUR_MS };
    addEvent(small.account, { ...call, role: small.taskRole, region: 'eu-west-1' });
  }
  const sandbox = await startSandbox({ account: { ...small.account, now }, limits: false });
  for (const [key, object] of objects) sandbox.state.objects.set(key, object);
  try {
    return await work(sandbox);
  } finally {
    await sandbox.close();
  }
}

const kept = await sandboxAt(FIRST, new Map(), async (sandbox) => {
  const result = await auditSandbox(sandbox);
  if (!actionsWith('unused', result).includes('shop-task-role sqs:CreateQueue')) throw new Error('Nothing to lose');
  return new Map(sandbox.state.objects);
});

const clean = await sandboxAt(SECOND, kept, async (sandbox) => {
  const result = await auditSandbox(sandbox);
  const operations = new Map(sandbox.calls.map((call) => [`${call.service} ${call.operation}`, call]));
  return { result, operations: [...operations.values()].map(({ service, operation }) => ({ service, operation })) };
});

function decided(result: AuditResult): unknown {
  return result.assessments.map(({ inUse, actions }) => [
    inUse.arn,
    actions.map((each) => [each.action, each.verdict]),
  ]);
}

describe.concurrent.each(clean.operations)('when $service $operation fails on a later night', (operation) => {
  test.concurrent.each(KINDS)(
    'with %s: what is remembered makes nothing unused, and the loss is named',
    { timeout: 300_000 },
    async (kind) => {
      const outcome = await sandboxAt(SECOND, kept, (sandbox) => {
        sandbox.injectFault({ ...operation, kind });
        return auditSandbox(sandbox).catch((error: unknown) => error as Error);
      });
      if (outcome instanceof Error) {
        expect(operation.service).toBe('sts');
        return;
      }
      const unused = actionsWith('unused', clean.result);
      expect(actionsWith('unused', outcome).filter((action) => !unused.includes(action))).toEqual([]);
      const same = JSON.stringify(decided(outcome)) === JSON.stringify(decided(clean.result));
      expect(outcome.incomplete.length > 0 || same).toBe(true);
    },
  );
});

test('the second night knows a use that the first could not', () => {
  expect(actionsWith('used', clean.result)).toContain('shop-task-role sqs:CreateQueue');
});

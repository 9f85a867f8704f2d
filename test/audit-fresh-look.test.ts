import { afterAll, describe, expect, test } from 'vitest';
import type { AuditResult } from '../src/report/audit-result.ts';
import type { FaultRule } from '../src/sandbox/fault.ts';
import {
  accountWithKey,
  auditNight,
  FORGETTABLE,
  forgetCalls,
  type Kept,
  LATER,
  NOW,
  nightAt,
  SANDBOXES,
  SIGNED,
} from './run-ledger/signed-nights.ts';
import { actionsWith, auditSandbox } from './support/audit-sandbox.ts';
import type { SmallAccount } from './support/small-account.ts';

afterAll(() => Promise.all(SANDBOXES.map((sandbox) => sandbox.close())));

const UNSIGNED = { ...SIGNED, AUDITOR_LEDGER_KEY: '', AUDITOR_LEDGER_ANCHOR: '' };
const LAST_ACCESS = /LastAccessed/;

/** What the first night knew, with one use taken out by somebody who may write the ledger. */
async function forged(small: SmallAccount, settings: Readonly<Record<string, string>>): Promise<Kept> {
  const { result, kept } = await auditNight(NOW, small, undefined, { settings });
  expect(actionsWith('used', result)).toContain(FORGETTABLE);
  forgetCalls(kept, 'CreateQueue');
  return kept;
}

/** A later night, on which the event history knows nothing of the use any more. */
async function laterNight(
  small: SmallAccount,
  kept: Kept,
  settings: Readonly<Record<string, string>>,
  faults: readonly FaultRule[] = [],
): Promise<{ readonly result: AuditResult; readonly looks: number }> {
  const sandbox = await nightAt(LATER, small, kept);
  for (const fault of faults) sandbox.injectFault(fault);
  const result = await auditSandbox(sandbox, { settings });
  return { result, looks: sandbox.calls.filter(({ operation }) => LAST_ACCESS.test(operation)).length };
}

describe('a use that somebody took out of a ledger that is not signed', () => {
  test.each([
    ['the event history alone', { ...UNSIGNED, AUDITOR_SOURCES: 'lookup' }],
    ['all sources that there are', { ...UNSIGNED, AUDITOR_SOURCES: 'auto' }],
  ])('is found by a fresh look where %s is read', async (_, settings) => {
    const small = accountWithKey();
    const { result } = await laterNight(small, await forged(small, settings), settings);
    expect(actionsWith('unused', result)).not.toContain(FORGETTABLE);
    expect(actionsWith('used', result)).toContain(FORGETTABLE);
    expect(actionsWith('unused', result).length).toBeGreaterThan(0);
  });

  test('leaves the role undecided where the fresh look fails, and the loss is named', async () => {
    const small = accountWithKey();
    const kept = await forged(small, UNSIGNED);
    const failing = { service: 'iam', operation: 'GenerateServiceLastAccessedDetails', kind: 'serverError' } as const;
    const { result } = await laterNight(small, kept, UNSIGNED, [failing]);
    expect(actionsWith('unused', result).filter((action) => action.startsWith('shop-task-role '))).toEqual([]);
    expect(actionsWith('undetermined', result)).toContain(FORGETTABLE);
    const verdict = result.assessments
      .flatMap(({ actions }) => actions)
      .find(({ action }) => action === 'sqs:CreateQueue');
    expect(verdict?.because).toMatch(/could not be compared with IAM's last-accessed data\.$/);
    expect(result.incomplete.map(({ what }) => what)).toContainEqual(
      expect.stringMatching(/^last-accessed data of .*shop-task-role$/),
    );
  });

  test('stays unknown to whoever may not ask IAM, which is said', async () => {
    const small = accountWithKey();
    const kept = await forged(small, UNSIGNED);
    const denied = { service: 'iam', operation: 'GenerateServiceLastAccessedDetails', kind: 'accessDenied' } as const;
    const { result } = await laterNight(small, kept, UNSIGNED, [denied]);
    expect(actionsWith('unused', result)).toContain(FORGETTABLE);
    expect(result.sourceCaveats).toContainEqual(expect.stringMatching(/rests on the ledger alone.*iam:Generate/));
    expect(result.incomplete).toEqual([]);
  });
});

describe('a fresh look', () => {
  test('is made of what is newly unused: not in the first night, and not of what an earlier one found', async () => {
    const small = accountWithKey();
    const first = await auditNight(NOW, small, undefined, { settings: UNSIGNED });
    expect(first.sandbox.calls.filter(({ operation }) => LAST_ACCESS.test(operation))).toEqual([]);
    expect(actionsWith('unused', first.result).length).toBeGreaterThan(0);
    const { result, looks } = await laterNight(small, first.kept, UNSIGNED);
    expect(actionsWith('unused', result)).toEqual(actionsWith('unused', first.result));
    expect(looks).toBe(0);
  });

  test('calls nothing unused that it would not be without', async () => {
    const small = accountWithKey();
    const { result, looks } = await laterNight(small, await forged(small, UNSIGNED), UNSIGNED);
    expect(looks).toBeGreaterThan(0);
    expect(result.assessments.flatMap(({ actions }) => actions).map(({ because }) => because)).not.toContainEqual(
      expect.stringContaining('at all in'),
    );
  });

  test('is not needed where the ledger is signed', async () => {
    const small = accountWithKey();
    const first = await auditNight(NOW, small);
    first.kept.findings.clear();
    const { looks } = await laterNight(small, first.kept, SIGNED);
    expect(looks).toBe(0);
  });
});

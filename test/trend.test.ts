import { describe, expect, onTestFinished, test } from 'vitest';
import type { AuditRequest } from '../src/audit-request.ts';
import { DAY_MS, HOUR_MS } from '../src/base/time.ts';
import type { AuditResult } from '../src/report/audit-result.ts';
import { openOn } from '../src/report/run-totals.ts';
import { totalsOf } from '../src/report/totals-of.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../src/sandbox/start-sandbox.ts';
import { ledgerIn } from './run-ledger/two-nights.ts';
import { auditSandbox } from './support/audit-sandbox.ts';
import { smallAccount } from './support/small-account.ts';

const NOW = Date.UTC(2026, 10, 22, 3);

async function sandboxOf(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({ account: smallAccount(NOW).account, limits: false, ...options });
  onTestFinished(() => sandbox.close());
  return sandbox;
}

function night(sandbox: Sandbox, at: number, settings: Readonly<Record<string, string>> = {}): Promise<AuditResult> {
  return auditSandbox(sandbox, { clock: { now: () => at }, settings });
}

describe('the trend', () => {
  test('holds each earlier night, oldest first', async () => {
    const sandbox = await sandboxOf();
    const first = await night(sandbox, NOW);
    const second = await night(sandbox, NOW + DAY_MS);
    const third = await night(sandbox, NOW + 2 * DAY_MS);
    expect(first.history).toEqual([]);
    expect(second.history).toEqual([totalsOf(first)]);
    expect(third.history).toEqual([totalsOf(first), totalsOf(second)]);
    expect(openOn(totalsOf(third))).toBeGreaterThan(0);
  });

  test('holds the last complete run of a day', async () => {
    const sandbox = await sandboxOf();
    await night(sandbox, NOW);
    const later = await night(sandbox, NOW + HOUR_MS);
    sandbox.injectFault({ kind: 'accessDenied', service: 'cloudtrail', region: 'eu-west-1' });
    const denied = await night(sandbox, NOW + 2 * HOUR_MS);
    expect(totalsOf(denied).complete).toBe(false);
    sandbox.clearFaults();
    const next = await night(sandbox, NOW + DAY_MS);
    expect(next.history).toEqual([totalsOf(later)]);
  });

  test.each<[string, Partial<AuditRequest>]>([
    ['one role', { roles: ['arn:aws:iam::418295736412:role/shop-task-role'] }],
    ['one family', { families: ['shop'] }],
    ['one Region', { regions: ['us-east-1'] }],
  ])('neither counts nor is compared with a run over %s', async (_, request) => {
    const sandbox = await sandboxOf();
    const whole = await night(sandbox, NOW);
    const narrow = await auditSandbox(sandbox, { clock: { now: () => NOW + HOUR_MS }, request });
    expect(narrow.history).toEqual([]);
    const next = await night(sandbox, NOW + DAY_MS);
    expect(next.history).toEqual([totalsOf(whole)]);
  });

  test('compares nights of the same Regions alone', async () => {
    const sandbox = await sandboxOf();
    const all = await night(sandbox, NOW);
    const one = await night(sandbox, NOW + DAY_MS, { AUDITOR_REGIONS: 'us-east-1' });
    expect(one.history).toEqual([]);
    expect((await night(sandbox, NOW + 2 * DAY_MS)).history).toEqual([totalsOf(all)]);
    const again = await night(sandbox, NOW + 2 * DAY_MS, { AUDITOR_REGIONS: 'us-east-1' });
    expect(again.history).toEqual([totalsOf(one)]);
  });

  test('does not count a run that could not tell which Regions there are', async () => {
    const sandbox = await sandboxOf({ faults: [{ kind: 'accessDenied', service: 'ec2' }] });
    await night(sandbox, NOW);
    expect(ledgerIn(sandbox).runs.size).toBe(0);
  });
});

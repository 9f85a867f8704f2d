import { expect, test } from 'vitest';
import { DAY_MS, MINUTE_MS } from '../src/base/time.ts';
import type { AuditResult } from '../src/report/audit-result.ts';
import { demoAccount } from '../src/sandbox/account/demo-account.ts';
import { startSandbox } from '../src/sandbox/start-sandbox.ts';
import { auditSandbox } from './support/audit-sandbox.ts';

const NOW = Date.UTC(2026, 10, 22, 3);

/** The verdicts of the role that does it right. */
function verdictsOf(result: AuditResult): Readonly<Record<string, string>> {
  const own = result.assessments.find(({ inUse }) => inUse.arn.endsWith(':role/ecsTaskRole'));
  return Object.fromEntries((own?.actions ?? []).map(({ action, verdict }) => [action, verdict]));
}

const DECIDED = {
  'dynamodb:GetItem': 'used',
  'dynamodb:Query': 'used',
  'dynamodb:Scan': 'unused',
  's3:GetObject': 'unused',
  's3:PutObject': 'used',
  'sns:Publish': 'used',
} as const;

test('the trail of the demonstration account decides what its event history cannot, from the first run on', {
  timeout: 300_000,
}, async () => {
  const sandbox = await startSandbox({ account: demoAccount(NOW), limits: false });
  try {
    const settings = { AUDITOR_SOURCES: 'auto' };
    const first = await auditSandbox(sandbox, { settings, clock: { now: () => NOW - DAY_MS } });
    expect(verdictsOf(first)).toEqual(DECIDED);
    const read = (): number =>
      sandbox.calls.filter(({ service, operation }) => service === 's3' && operation === 'GetObject').length;
    const readFirst = read();

    const second = await auditSandbox(sandbox, { settings, threads: 2 });
    expect(second.incomplete).toEqual(first.incomplete);
    expect(verdictsOf(second)).toEqual(DECIDED);
    // The second night reads what is new.
    expect(read() - readFirst).toBeLessThan(readFirst / 5);

    const retried = await auditSandbox(sandbox, { settings, clock: { now: () => NOW + 5 * MINUTE_MS } });
    expect(verdictsOf(retried)).toEqual(verdictsOf(second));
  } finally {
    await sandbox.close();
  }
});

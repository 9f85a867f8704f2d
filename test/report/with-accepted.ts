import type { Exception } from '../../src/findings/exceptions/exception.ts';
import type { Finding } from '../../src/findings/finding.ts';
import type { AuditResult } from '../../src/report/audit-result.ts';
import { DAY } from '../findings/fixtures.ts';
import { exceptionNotes } from './audit-fixture.ts';

const UNTIL = Date.parse('2027-01-31T00:00:00Z');

/** An exception for a role, as a configuration file would have it. */
export function exceptionFor(role: string, over: Partial<Exception> = {}): Exception {
  return {
    role,
    rules: 'all',
    until: UNTIL,
    reason: 'replaced by a new service in January',
    writtenIn: 'exceptions[0] of auditor.yaml',
    ...over,
  };
}

/** The audit with the findings of one role accepted, owners for two roles, and exceptions that expired or soon will. */
export function withAccepted(result: AuditResult, role = 'admin-tool'): AuditResult {
  const isOf = (finding: Finding, name: string): boolean => finding.roleArn.endsWith(`/${name}`);
  const { reason, until, writtenIn } = exceptionFor(role);
  const findings = result.findings.map((finding): Finding => {
    if (isOf(finding, role)) {
      return { ...finding, status: 'suppressed', acceptance: { reason, until, writtenIn }, owner: 'team platform' };
    }
    return isOf(finding, 'billing') ? { ...finding, owner: 'team money' } : finding;
  });
  return {
    ...result,
    findings,
    lifecycle: { ...result.lifecycle, findings },
    exceptions: exceptionNotes({
      expired: [exceptionFor('billing', { until: result.startedAt - 3 * DAY })],
      ending: [exceptionFor(role, { until: result.startedAt + 5 * DAY })],
    }),
  };
}

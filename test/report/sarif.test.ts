import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { grouped } from '../../src/base/format.ts';
import type { Finding, Severity } from '../../src/findings/finding.ts';
import type { AuditResult } from '../../src/report/audit-result.ts';
import { sarifLog } from '../../src/report/sarif/sarif-log.ts';
import type { SarifLog, SarifResult } from '../../src/report/sarif/sarif-types.ts';
import { NOW } from '../findings/fixtures.ts';
import { auditOf } from './audit-fixture.ts';
import { hostileAccount } from './hostile.ts';
import { largeAudit } from './large-audit.ts';
import { sarifProblems } from './sarif-rules.ts';
import { withAccepted } from './with-accepted.ts';

function logOf(result: AuditResult): SarifLog {
  return sarifLog(result, { version: '1.2.3' });
}

function resultsOf(log: SarifLog): readonly SarifResult[] {
  return log.runs.flatMap(({ results }) => results);
}

describe('the SARIF log', () => {
  test.each<[string, AuditResult]>([
    ['an account with one of each kind', auditOf()],
    ['hostile names', auditOf(hostileAccount(), [])],
    ['nothing at all', auditOf([], [])],
    ['accepted findings', withAccepted(auditOf())],
    ['an incomplete run', auditOf([], [], { incomplete: [{ what: 'Region x', why: 'denied' }] })],
  ])('of %s is what the standard and GitHub ask for', (_, result) => {
    expect(sarifProblems(logOf(result))).toEqual([]);
  });

  test('has a result for each finding, worst first, at its role', () => {
    const result = auditOf();
    const results = resultsOf(logOf(result));
    expect(results).toHaveLength(result.findings.length);
    expect(results[0]).toMatchObject({
      ruleId: 'administrator-access',
      level: 'error',
      locations: [
        {
          physicalLocation: { artifactLocation: { uri: 'arn/aws/iam/123456789012/role/admin-tool' } },
          logicalLocations: [{ name: 'admin-tool', fullyQualifiedName: 'arn:aws:iam::123456789012:role/admin-tool' }],
        },
      ],
      properties: { severity: 'CRITICAL', status: 'open' },
    });
    expect(results[0]?.message.text).toContain('admin-tool is granted every action on every resource');
  });

  test.each<[Severity, SarifResult['level'], string | undefined]>([
    ['CRITICAL', 'error', '9.5'],
    ['HIGH', 'error', '8.0'],
    ['MEDIUM', 'warning', '5.5'],
    ['LOW', 'note', '2.0'],
    ['INFORMATIONAL', 'note', undefined],
  ])('a finding that is %s has the level %s and makes its rule %s', (severity, level, securitySeverity) => {
    const result = auditOf();
    const findings = result.findings.slice(0, 1).map((finding): Finding => ({ ...finding, severity }));
    const log = logOf({ ...result, findings });
    const [first] = resultsOf(log);
    expect(first?.level).toBe(level);
    const rule = log.runs[0]?.tool.driver.rules.find(({ id }) => id === first?.ruleId);
    expect(rule?.properties['security-severity']).toBe(securitySeverity);
  });

  test('keeps fingerprints and paths from night to night, whatever else changes', () => {
    const identity = (log: SarifLog) =>
      resultsOf(log).map(({ partialFingerprints, locations }) => [partialFingerprints, locations]);
    const later = auditOf(undefined, undefined, { startedAt: NOW + 1, finishedAt: NOW + 2 });
    expect(identity(logOf(later))).toEqual(identity(logOf(auditOf())));
  });

  test('names who accepted a finding and why', () => {
    const [accepted] = resultsOf(logOf(withAccepted(auditOf()))).filter(({ suppressions }) => suppressions);
    expect(accepted?.suppressions).toEqual([
      {
        kind: 'external',
        status: 'accepted',
        justification: 'until 2027-01-31: replaced by a new service in January (exceptions[0] of auditor.yaml)',
      },
    ]);
  });

  test('says that a run was incomplete', () => {
    const log = logOf(auditOf([], [], { incomplete: [{ what: 'Region x', why: 'denied' }] }));
    expect(log.runs[0]?.invocations[0]).toMatchObject({
      executionSuccessful: false,
      toolExecutionNotifications: [{ level: 'warning', message: { text: 'Incomplete: Region x: denied' } }],
    });
  });

  test('holds the 25,000 worst findings, says how many it left out, and stays below 10 MB in gzip', () => {
    const large = largeAudit(500, 200);
    const findings = Array.from({ length: 60 }, (_, copy) =>
      large.findings.map((finding) => ({ ...finding, id: `${finding.id}/${copy}` as const })),
    ).flat();
    const log = logOf({ ...large, findings });
    expect(findings.length).toBeGreaterThan(25_000);
    expect(resultsOf(log)).toHaveLength(25_000);
    expect(log.runs[0]?.invocations[0]?.toolExecutionNotifications[0]?.message.text).toBe(
      `Only the 25,000 worst findings are listed: … and ${grouped(findings.length - 25_000)} more`,
    );
    expect(gzipSync(JSON.stringify(log)).length).toBeLessThan(10_000_000);
  });
});

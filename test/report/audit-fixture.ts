import { readConfig } from '../../src/config/config.ts';
import { evaluateRules } from '../../src/findings/evaluate-rules.ts';
import type { ExceptionNotes } from '../../src/findings/exceptions/exception.ts';
import type { KnownFinding } from '../../src/findings/finding.ts';
import { fingerprintOf } from '../../src/findings/fingerprint.ts';
import { reconcile } from '../../src/findings/lifecycle.ts';
import type { AuditResult } from '../../src/report/audit-result.ts';
import type { RoleAssessment } from '../../src/rightsize/verdict.ts';
import { evaluationOf } from '../findings/finding-of.ts';
import { ACCOUNT, CONTEXT, DAY, knownFrom, NOW } from '../findings/fixtures.ts';
import { troubledAccount } from '../findings/one-of-each-kind.ts';
import { TROUBLED_FINDINGS } from './troubled-findings.ts';

/** A finding of an earlier night that has been mended since. */
export const MENDED: KnownFinding = {
  id: `ecs-role-auditor/aws/${ACCOUNT}/AROAOLD/administrator-access`,
  rule: 'administrator-access',
  roleArn: `arn:aws:iam::${ACCOUNT}:role/old-tool`,
  severity: 'CRITICAL',
  title: 'old-tool is granted every action on every resource',
  recordState: 'ACTIVE',
  firstSeen: NOW - 30 * DAY,
  createdAt: NOW - 30 * DAY,
  updatedAt: NOW - DAY,
  families: ['old-tool'],
};

/** What became of exceptions, where these are all that anything became of. */
export function exceptionNotes(notes: Partial<ExceptionNotes> = {}): ExceptionNotes {
  return { expired: [], ending: [], idle: [], ignored: [], ...notes };
}

/**
 * A finished audit, with what the sink remembered: of the troubled account with its findings by hand, or of other roles with
 * what the rules say of them.
 */
export function auditOf(
  roles?: readonly RoleAssessment[],
  known: readonly KnownFinding[] = [MENDED],
  over: Partial<AuditResult> = {},
): AuditResult {
  const assessments = roles ?? troubledAccount();
  const lifecycle = reconcile({
    accountId: ACCOUNT,
    partition: 'aws',
    evaluation: roles === undefined ? evaluationOf(TROUBLED_FINDINGS) : evaluateRules(roles, CONTEXT),
    known,
    knownComplete: true,
    inventoryComplete: true,
    now: NOW,
    refreshAfter: 0,
  });
  const window = { from: NOW - 90 * DAY, to: NOW };
  return {
    accountId: ACCOUNT,
    partition: 'aws',
    regions: ['us-east-1', 'eu-west-1'],
    homeRegion: 'us-east-1',
    startedAt: NOW,
    finishedAt: NOW + 42_000,
    window,
    coverage: [
      { source: 'lookup', region: 'us-east-1', management: [window], excludedEventSources: [], dataEvents: {} },
      {
        source: 'lookup',
        region: 'eu-west-1',
        management: [{ from: NOW - 20 * DAY, to: NOW }],
        excludedEventSources: [],
        dataEvents: {},
      },
    ],
    assessments,
    switches: [],
    findings: lifecycle.findings,
    lifecycle,
    exceptions: exceptionNotes(),
    recommendations: {},
    recommendedPolicies: {},
    incomplete: [],
    history: [],
    reportLocation: 'https://reports.example/2026/11/22/audit.html',
    settings: readConfig({}).audit,
    dryRun: false,
    ...over,
  };
}

/** What the sink remembers after an audit's findings were imported. */
export function rememberedAfter(result: AuditResult): readonly KnownFinding[] {
  return result.findings.map((finding) => knownFrom(finding, { fingerprint: fingerprintOf(finding) }));
}

import { toIso } from '../../base/time.ts';
import type { Exception } from '../../findings/exceptions/exception.ts';
import type { Acceptance, Finding } from '../../findings/finding.ts';
import { arnOf, familiesOf, jobsOf } from '../../findings/role-facts.ts';
import type { ActionVerdict, RoleAssessment } from '../../rightsize/verdict.ts';
import type { AuditResult } from '../audit-result.ts';
import { summarizeCoverage } from '../coverage-summary.ts';
import type { RunTotals } from '../run-totals.ts';
import { totalsOf } from '../totals-of.ts';
import type {
  AuditDocument,
  DocumentAcceptance,
  DocumentAction,
  DocumentException,
  DocumentFinding,
  DocumentRole,
  DocumentRun,
} from './audit-document-form.ts';
import { objectText } from './json-text.ts';

/** The whole result as one JSON-serialisable document. */
export function auditDocument(result: AuditResult): AuditDocument {
  return documentWith([...documentRoles(result)], result);
}

/**
 * The JSON text of the same document, in pieces, role by role: of a large account it is longer than a string can be, and
 * many times what the result itself takes. Laid out by so many spaces, or on one line.
 */
export function auditDocumentText(result: AuditResult, indent = 0): Generator<string> {
  const members = Object.entries({ ...documentWith([], result), roles: documentRoles(result) });
  return objectText(members, indent);
}

function* documentRoles(result: AuditResult): Generator<DocumentRole> {
  const findings = Map.groupBy(result.findings, (finding) => finding.roleArn);
  for (const assessment of result.assessments) {
    yield documentRole(assessment, findings.get(arnOf(assessment)) ?? [], result.recommendedPolicies);
  }
}

function documentWith(roles: readonly DocumentRole[], result: AuditResult): AuditDocument {
  return {
    version: 1,
    account: result.accountId,
    regions: result.regions,
    startedAt: toIso(result.startedAt),
    finishedAt: toIso(result.finishedAt),
    coverage: result.coverage.map((coverage) => summarizeCoverage(coverage, result.window)),
    roles,
    findings: [
      ...result.findings.map(documentFinding),
      ...(result.parts ?? []).map((part) => ({ ...documentFinding(part), partOf: part.partOf })),
      ...result.lifecycle.resolvedFindings.map(documentFinding),
    ],
    exceptions: {
      expired: result.exceptions.expired.map(documentException),
      ending: result.exceptions.ending.map(documentException),
      idle: result.exceptions.idle.map(documentException),
      ignoredTags: result.exceptions.ignored.map(({ roleArn, rule, tag, problem }) => ({
        role: roleArn,
        ...(rule !== undefined && { rule }),
        tag,
        problem,
      })),
    },
    ...(result.ledger && { ledger: result.ledger }),
    history: [...result.history, totalsOf(result)].map(documentNight),
    incomplete: result.incomplete.map(({ what, why, tampered }) => ({ what, why, ...(tampered && { tampered }) })),
  };
}

function documentRole(
  assessment: RoleAssessment,
  findings: readonly Finding[],
  policies: AuditResult['recommendedPolicies'],
): DocumentRole {
  const { lookup } = assessment;
  const arn = arnOf(assessment);
  const policy = policies[arn];
  return {
    arn,
    ...(lookup.kind === 'found' && { roleId: lookup.role.roleId, exists: true }),
    ...(lookup.kind === 'missing' && { exists: false }),
    usedAs: [...jobsOf(assessment)].sort().reverse(),
    families: familiesOf(assessment),
    actions: assessment.actions.map(documentAction),
    findings: findings.map((finding) => finding.id),
    ...(policy !== undefined && { recommendedPolicy: policy }),
  };
}

function documentAction(verdict: ActionVerdict): DocumentAction {
  return {
    action: verdict.action,
    verdict: verdict.verdict,
    ...(verdict.lastUsed !== undefined && { lastUsed: toIso(verdict.lastUsed) }),
    because: verdict.because,
    resources: verdict.resources,
  };
}

function documentFinding(finding: Finding): DocumentFinding {
  return {
    id: finding.id,
    rule: finding.rule,
    severity: finding.severity,
    title: finding.title,
    role: finding.roleArn,
    families: finding.families,
    status: finding.status,
    actions: finding.actions,
    firstSeen: toIso(finding.firstSeen),
    lastSeen: toIso(finding.lastSeen),
    ...(finding.owner !== undefined && { owner: finding.owner }),
    ...(finding.acceptedActions !== undefined && { acceptedActions: finding.acceptedActions }),
    ...(finding.acceptance !== undefined && { acceptance: documentAcceptance(finding.acceptance) }),
  };
}

function documentAcceptance({ reason, until, writtenIn }: Acceptance): DocumentAcceptance {
  return { reason, ...(until !== undefined && { until: toIso(until) }), writtenIn };
}

function documentException({ role, rules, actions, until, reason, writtenIn }: Exception): DocumentException {
  return { role, rules, ...(actions !== undefined && { actions }), until: toIso(until), reason, writtenIn };
}

function documentNight({ at, ...totals }: RunTotals): DocumentRun {
  return { startedAt: toIso(at), ...totals };
}

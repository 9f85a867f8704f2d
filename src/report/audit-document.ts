import type { Incomplete } from '../base/incomplete.ts';
import { toIso } from '../base/time.ts';
import type { RoleJob } from '../ecs/role-use.ts';
import type { Exception } from '../findings/exception.ts';
import type { Acceptance, Finding, Severity } from '../findings/finding.ts';
import { arnOf, familiesOf, jobsOf } from '../findings/role-facts.ts';
import type { ActionVerdict, RoleAssessment, Verdict } from '../rightsize/verdict.ts';
import type { AuditResult } from './audit-result.ts';
import { type CoverageSummary, summarizeCoverage } from './coverage-summary.ts';
import type { NightTotals } from './night-totals.ts';
import { totalsOf } from './totals-of.ts';

/** The JSON document of a run, version 1. Fields may be added; what is here stays. Times are ISO 8601. */
export interface AuditDocument {
  readonly version: 1;
  readonly account: string;
  readonly regions: readonly string[];
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly coverage: readonly CoverageSummary[];
  readonly roles: readonly DocumentRole[];
  /** Open and suppressed ones, and at the end those that this run resolved. */
  readonly findings: readonly DocumentFinding[];
  readonly exceptions: DocumentExceptions;
  /** Earlier nights over the same Regions, oldest first, and this run. */
  readonly history: readonly DocumentNight[];
  readonly incomplete: readonly Incomplete[];
}

export interface DocumentRole {
  readonly arn: string;
  readonly roleId?: string;
  /** Absent where nobody can say: a role of another account, or one that could not be read. */
  readonly exists?: boolean;
  readonly usedAs: readonly RoleJob[];
  readonly families: readonly string[];
  readonly actions: readonly DocumentAction[];
  readonly findings: readonly string[];
  readonly recommendedPolicy?: unknown;
}

export interface DocumentAction {
  readonly action: string;
  readonly verdict: Verdict;
  readonly lastUsed?: string;
  readonly because: string;
  readonly resources: readonly string[];
}

export interface DocumentFinding {
  readonly id: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly title: string;
  readonly role: string;
  readonly families: readonly string[];
  readonly status: Finding['status'];
  readonly actions: readonly string[];
  readonly firstSeen: string;
  readonly lastSeen: string;
  readonly owner?: string;
  /** Further actions, each accepted by an exception. */
  readonly acceptedActions?: readonly string[];
  /** Why it is suppressed, and the first moment at which it no longer will be. */
  readonly acceptance?: DocumentAcceptance;
}

export interface DocumentAcceptance {
  readonly reason: string;
  readonly until?: string;
  readonly writtenIn: string;
}

/** What there is to say of the exceptions themselves. */
export interface DocumentExceptions {
  /** Ran out, and what they accepted is still there. */
  readonly expired: readonly DocumentException[];
  /** In force, and run out within 14 days. */
  readonly ending: readonly DocumentException[];
  /** Accept nothing that is there any more. */
  readonly idle: readonly DocumentException[];
  /** Role tags that were to be exceptions and cannot be read. */
  readonly ignoredTags: readonly { readonly role: string; readonly tag: string; readonly problem: string }[];
}

export interface DocumentException {
  readonly role: string;
  readonly rules: 'all' | readonly string[];
  readonly actions?: readonly string[];
  readonly until: string;
  readonly reason: string;
  readonly writtenIn: string;
}

/** What one night came to. */
export interface DocumentNight extends Omit<NightTotals, 'at'> {
  readonly startedAt: string;
}

/** The whole result as one JSON-serialisable document. */
export function auditDocument(result: AuditResult): AuditDocument {
  return documentWith([...documentRoles(result)], result);
}

/**
 * The JSON text of the same document, in pieces, role by role: of a large account it is longer than a string can be, and
 * many times what the result itself takes.
 */
export function* auditDocumentText(result: AuditResult): Generator<string> {
  let before = '{';
  for (const [key, value] of Object.entries(documentWith([], result))) {
    yield `${before}${JSON.stringify(key)}:`;
    before = ',';
    if (key === 'roles') yield* listText(documentRoles(result));
    else yield JSON.stringify(value);
  }
  yield '}';
}

function* listText(items: Iterable<unknown>): Generator<string> {
  let before = '[';
  for (const item of items) {
    yield before + JSON.stringify(item);
    before = ',';
  }
  yield before === '[' ? '[]' : ']';
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
    findings: [...result.findings, ...result.lifecycle.resolvedFindings].map(documentFinding),
    exceptions: {
      expired: (result.expiredExceptions ?? []).map(documentException),
      ending: (result.endingExceptions ?? []).map(documentException),
      idle: (result.idleExceptions ?? []).map(documentException),
      ignoredTags: (result.ignoredTags ?? []).map(({ roleArn, tag, problem }) => ({ role: roleArn, tag, problem })),
    },
    history: [...(result.history ?? []), totalsOf(result)].map(documentNight),
    incomplete: result.incomplete.map(({ what, why }) => ({ what, why })),
  };
}

function documentRole(
  assessment: RoleAssessment,
  findings: readonly Finding[],
  policies: AuditResult['recommendedPolicies'],
): DocumentRole {
  const { lookup } = assessment;
  const arn = arnOf(assessment);
  const policy = policies?.[arn];
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

function documentNight({ at, ...totals }: NightTotals): DocumentNight {
  return { startedAt: toIso(at), ...totals };
}

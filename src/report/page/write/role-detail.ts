import { byText } from '../../../base/by-text.ts';
import { clip } from '../../../base/format.ts';
import { stripControlCharacters } from '../../../base/strip-control-characters.ts';
import type { EpochMs } from '../../../base/time.ts';
import type { Finding } from '../../../findings/finding.ts';
import { describeStatement, policyName } from '../../../iam/named-policy.ts';
import { policyObject } from '../../../iam/policy-object.ts';
import type { RoleLookup, RolePolicy } from '../../../iam/role.ts';
import { type VerdictGroup, verdictGroups } from '../../../rightsize/fold-verdicts.ts';
import type { Recommendation } from '../../../rightsize/recommend/recommendation.ts';
import { acceptCommand } from '../../accept-command.ts';
import type { RoleSummary } from '../../role-summary.ts';
import type { PageFinding, PagePolicy, RoleDetail } from '../page-data.ts';
import { pageRecommendation } from './page-recommendation.ts';

/** Longer texts from outside are cut: AWS's own names and ARNs stay far below. */
export const MAX_TEXT = 2_048;
const MAX_RESOURCES = 20;
const MAX_DENIED = 200;

/** What findings are shown beside: the ids of those that are new in this run, and when it began. */
export interface PageRun {
  readonly opened: ReadonlySet<string>;
  readonly now: EpochMs;
}

/** What the page of one role shows beyond its place in the list. */
export function roleDetail(summary: RoleSummary, run: PageRun, recommendation?: Recommendation): RoleDetail {
  const { assessment, findings, suppressed } = summary;
  const { lookup } = assessment;
  return {
    ...(lookup.kind === 'found' && { roleId: lookup.role.roleId, createdAt: lookup.role.createdAt }),
    unread: unreadOf(lookup),
    ...(assessment.watched !== undefined && { watched: assessment.watched }),
    uses: assessment.inUse.uses.map((use) => ({ ...use, family: text(use.family) })),
    findings: findings.map((finding) => pageFinding(finding, run)),
    suppressed: suppressed.map((finding) => pageFinding(finding, run)),
    policies: policiesOf(lookup),
    ...(recommendation !== undefined && {
      recommendation: pageRecommendation(recommendation, assessment),
    }),
    seen: verdictGroups(assessment)
      .flatMap(seenActions)
      .sort((a, b) => byText(a.action, b.action)),
    denied: assessment.denied.slice(0, MAX_DENIED).map(({ action, count, last, errorCode, resources }) => ({
      action: stripControlCharacters(action),
      count,
      last,
      errorCode: text(errorCode),
      resources: resources.slice(0, MAX_RESOURCES).map(text),
    })),
    missing: assessment.missing.map(
      ({ action, field, family, region, contradictedBy, note = contradictedBy, blockedBy = [], withheldBy = [] }) => ({
        action: stripControlCharacters(action),
        field,
        family: text(family),
        region,
        ...(note !== undefined && { note }),
        blockedBy: [...blockedBy.map(describeStatement), ...withheldBy].map(text),
      }),
    ),
  };
}

function seenActions({ actions, firstUsed, lastUsed, uses, resources }: VerdictGroup): RoleDetail['seen'] {
  if (lastUsed === undefined && resources.length === 0) return [];
  return actions.map((action) => ({
    action: stripControlCharacters(action),
    ...(firstUsed !== undefined && { first: firstUsed }),
    ...(lastUsed !== undefined && { last: lastUsed }),
    ...(uses !== undefined && { uses }),
    resources: resources.slice(0, MAX_RESOURCES).map(text),
  }));
}

/** A finding in the form that the page holds. */
export function pageFinding(finding: Finding, { opened, now }: PageRun): PageFinding {
  const command = acceptCommand(finding, now);
  const { acceptance, acceptedActions } = finding;
  return {
    rule: finding.rule,
    severity: finding.severity,
    title: text(finding.title),
    description: text(finding.description),
    isNew: opened.has(finding.id),
    firstSeen: finding.firstSeen,
    remediation: { text: text(finding.remediation.text), url: finding.remediation.url },
    evidence: Object.fromEntries(Object.entries(finding.evidence).map(([key, value]) => [text(key), text(value)])),
    ...(acceptance !== undefined && {
      acceptance: { ...acceptance, reason: text(acceptance.reason), writtenIn: text(acceptance.writtenIn) },
    }),
    ...(command !== undefined && { acceptCommand: command }),
    ...(acceptedActions !== undefined && { acceptedActions: acceptedActions.map(stripControlCharacters) }),
  };
}

function policiesOf(lookup: RoleLookup): readonly PagePolicy[] {
  if (lookup.kind !== 'found') return [];
  const { policies, boundary } = lookup.role;
  return [
    ...policies.map((policy) => pagePolicy(policy, true)),
    ...(boundary === undefined ? [] : [pagePolicy(boundary, false)]),
  ];
}

function pagePolicy({ source, document }: RolePolicy, grants: boolean): PagePolicy {
  const label = text(policyName(source));
  return document.ok
    ? { label, document: policyObject(document.value), grants }
    : { label, problem: text(document.problem), grants };
}

function unreadOf(lookup: RoleLookup): readonly string[] {
  if (lookup.kind === 'unreadable') return [text(lookup.why)];
  return lookup.kind === 'found' ? lookup.role.unread.map(text) : [];
}

function text(outside: string): string {
  return clip(stripControlCharacters(outside), MAX_TEXT);
}

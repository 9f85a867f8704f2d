import { toIso } from '../../base/time.ts';
import type { Exception } from '../../findings/exceptions/exception.ts';
import type { Acceptance, Finding } from '../../findings/finding.ts';
import type { AuditResult } from '../audit-result.ts';
import { summarizeCoverage } from '../coverage-summary.ts';
import type { RunTotals } from '../run-totals.ts';
import { totalsOf } from '../totals-of.ts';
import type {
  AuditDocument,
  DocumentAcceptance,
  DocumentException,
  DocumentFinding,
  DocumentRole,
  DocumentRun,
} from './audit-document-form.ts';
import { documentRoles } from './document-role.ts';
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

/** A run of the document's text: all before the list of roles, one role with the comma before it, or all after them. */
export interface DocumentPart {
  /** The ARN of the role that it is. */
  readonly role?: string;
  readonly pieces: Iterable<string>;
}

/** The same text on one line, in parts: each can be compressed, and read again, without the others. */
export function* auditDocumentParts(result: AuditResult): Generator<DocumentPart> {
  const members = Object.entries(documentWith([], result));
  const at = members.findIndex(([name]) => name === 'roles');
  const before = JSON.stringify(Object.fromEntries(members.slice(0, at)));
  yield { pieces: [`${before.slice(0, -1)},"roles":[`] };
  let comma = '';
  for (const role of documentRoles(result)) {
    yield { role: role.arn, pieces: [`${comma}${JSON.stringify(role)}`] };
    comma = ',';
  }
  yield { pieces: afterRoles(members.slice(at + 1)) };
}

function* afterRoles(members: readonly (readonly [string, unknown])[]): Generator<string> {
  yield '],';
  let opening = true;
  for (const piece of objectText(members)) {
    yield opening ? piece.slice(1) : piece;
    opening = false;
  }
}

function documentWith(roles: readonly DocumentRole[], result: AuditResult): AuditDocument {
  return {
    version: 1,
    account: result.accountId,
    regions: result.regions,
    startedAt: toIso(result.startedAt),
    finishedAt: toIso(result.finishedAt),
    ignoredRegions: result.ignoredRegions ?? [],
    window: { from: toIso(result.window.from), to: toIso(result.window.to) },
    settings: { minAge: result.settings.minAge, minWatched: result.settings.minWatched },
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

import type { EpochMs } from '../../base/time.ts';
import type { Finding, Severity } from '../../findings/finding.ts';
import { type FindingId, isFindingId } from '../../findings/finding-id.ts';
import { compareSeverity, severityNamed } from '../../findings/severity.ts';
import type { NotificationState } from '../../ledger/notification-state.ts';
import type { StoredFinding } from '../../ledger/stored-finding.ts';
import type { AuditResult } from '../audit-result.ts';
import { openFindings, suppressedFindings } from '../open-findings.ts';

/** What the ledger knows of the last message that one notifier delivered, and of findings since. */
export interface LastNotification {
  /** Absent where there were runs, but the notifier delivered no message of them. */
  readonly state?: NotificationState;
  /** Findings as earlier runs left them, by id. */
  readonly findings: ReadonlyMap<string, StoredFinding>;
}

/** The part of a resolved finding that messages show. */
export type ResolvedFinding = Pick<Finding, 'id' | 'title' | 'severity' | 'families' | 'roleArn' | 'owner'>;

/** What changed since the last notification. Holds no INFORMATIONAL findings: those are counted, and read in the report. */
export interface FindingChanges {
  /** Start of the run that notified last; absent where only the last run is known. */
  readonly since?: EpochMs | 'never notified';
  /** False where earlier findings could not be read, so that nothing can be called new. */
  readonly known: boolean;
  /** New or reopened. */
  readonly opened: readonly Finding[];
  /** Ids of those of `opened` that were reopened. */
  readonly back: ReadonlySet<string>;
  readonly worsened: readonly Finding[];
  /** Accepted by an exception since. */
  readonly accepted: readonly Finding[];
  readonly resolved: readonly ResolvedFinding[];
  readonly none: boolean;
}

/**
 * Compares a result with the last notification. Where the ledger has it, all changes since then count, including those of
 * runs whose message was withheld or lost; without it, only what this run changed.
 */
export function findingChanges(result: AuditResult, last?: LastNotification): FindingChanges {
  const all = last === undefined ? sinceLastRun(result) : sinceLastNotification(result, last);
  const opened = all.opened.filter(worthNotifying);
  const worsened = all.worsened.filter(worthNotifying);
  const accepted = all.accepted.filter(worthNotifying);
  const resolved = all.resolved.filter(worthNotifying);
  return {
    ...(last !== undefined && { since: last.state?.at ?? ('never notified' as const) }),
    known: last !== undefined || result.lifecycle.knownComplete,
    opened,
    back: new Set(result.lifecycle.reopened),
    worsened,
    accepted,
    resolved,
    none: opened.length + worsened.length + accepted.length + resolved.length === 0,
  };
}

/** The state after a message about this result. Findings that a narrower run did not look at stay as they were. */
export function notificationStateAfter(result: AuditResult, last?: LastNotification): NotificationState {
  const { lifecycle } = result;
  const unseen: ReadonlySet<string> = new Set(lifecycle.unconfirmed);
  const kept = [...(last?.state?.findings ?? [])].filter(([id]) => unseen.has(id) || !lifecycle.knownComplete);
  const open = openFindings(result).map(({ id, severity }): readonly [string, string] => [id, severity]);
  const settled: ReadonlySet<string> = new Set([
    ...suppressedFindings(result).map(({ id }) => id),
    ...lifecycle.resolved,
  ]);
  return { at: result.startedAt, findings: new Map([...kept.filter(([id]) => !settled.has(id)), ...open]) };
}

type AllChanges = Pick<FindingChanges, 'opened' | 'worsened' | 'accepted' | 'resolved'>;

function sinceLastRun(result: AuditResult): AllChanges {
  const { lifecycle } = result;
  const pick = (ids: readonly string[]) => {
    const wanted = new Set(ids);
    return openFindings(result).filter((finding) => wanted.has(finding.id));
  };
  return {
    opened: pick([...lifecycle.opened, ...lifecycle.reopened]),
    worsened: pick(lifecycle.worsened),
    accepted: result.findings.filter(({ id }) => lifecycle.suppressed.includes(id)),
    resolved: lifecycle.resolvedFindings,
  };
}

const NO_FINDINGS: NotificationState = { at: 0, findings: new Map() };

function sinceLastNotification(result: AuditResult, { state = NO_FINDINGS, findings }: LastNotification): AllChanges {
  const open = openFindings(result);
  const resolvedNow: ReadonlyMap<string, ResolvedFinding> = new Map(
    result.lifecycle.resolvedFindings.map((finding) => [finding.id, finding]),
  );
  const current: ReadonlySet<string> = new Set(result.findings.map(({ id }) => id));
  return {
    opened: open.filter(({ id }) => !state.findings.has(id)),
    worsened: open.filter(({ id, severity }) => isWorse(severity, state.findings.get(id))),
    accepted: suppressedFindings(result).filter(({ id }) => state.findings.has(id)),
    resolved: [...state.findings.keys()].flatMap((id): readonly ResolvedFinding[] => {
      if (current.has(id) || !isFindingId(id)) return [];
      const now = resolvedNow.get(id);
      return now === undefined ? resolvedBefore(id, findings.get(id), state) : [now];
    }),
  };
}

/** What a run since the last notification resolved. */
function resolvedBefore(
  id: FindingId,
  finding: StoredFinding | undefined,
  last: NotificationState,
): readonly ResolvedFinding[] {
  if (finding === undefined || finding.open || finding.updatedAt < last.at) return [];
  const { title, families, roleArn } = finding;
  return [{ id, title, families, roleArn, severity: severityNamed(finding.severity) ?? 'INFORMATIONAL' }];
}

function isWorse(now: Severity, before: string | undefined): boolean {
  const known = severityNamed(before);
  return known !== undefined && compareSeverity(now, known) < 0;
}

function worthNotifying({ severity }: { readonly severity: Severity }): boolean {
  return severity !== 'INFORMATIONAL';
}

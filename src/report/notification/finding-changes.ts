import type { EpochMs } from '../../base/time.ts';
import type { Finding, Severity } from '../../findings/finding.ts';
import { compareSeverity, severityNamed } from '../../findings/severity.ts';
import type { Told } from '../../ledger/notification-state.ts';
import type { RememberedFinding } from '../../ledger/stored-finding.ts';
import type { AuditResult } from '../audit-result.ts';
import { openFindings, suppressedFindings } from '../open-findings.ts';

/** What the ledger knows of the message before this one, and of what happened since. */
export interface LastTold {
  /** Absent where nights have passed, and nobody was told of any. */
  readonly told?: Told;
  /** Findings as earlier runs left them, by id. */
  readonly findings: ReadonlyMap<string, RememberedFinding>;
}

/** A finding that is gone, as far as people are told of it. */
export type ResolvedFinding = Pick<Finding, 'id' | 'title' | 'severity' | 'families' | 'roleArn' | 'owner'>;

/** What changed since people were last told, without what is only informational. */
export interface News {
  /** When the run began that told people last; absent where only the last run is known. */
  readonly since?: EpochMs | 'never told';
  /** False where nothing is known of the findings before, and so nothing can be called new. */
  readonly known: boolean;
  /** New, or back again. */
  readonly opened: readonly Finding[];
  /** Ids of those of `opened` that were there before. */
  readonly back: ReadonlySet<string>;
  readonly worsened: readonly Finding[];
  /** Accepted by somebody since. */
  readonly accepted: readonly Finding[];
  readonly resolved: readonly ResolvedFinding[];
  readonly none: boolean;
}

/**
 * What is new to people. With the ledger's word of the last message it is all that changed since then, whatever was
 * withheld or lost on the way; without it, what this run changed.
 */
export function newsOf(result: AuditResult, last?: LastTold): News {
  const changes = last === undefined ? sinceLastRun(result) : sinceLastMessage(result, last);
  const opened = changes.opened.filter(worthTelling);
  const worsened = changes.worsened.filter(worthTelling);
  const accepted = changes.accepted.filter(worthTelling);
  const resolved = changes.resolved.filter(worthTelling);
  return {
    ...(last !== undefined && { since: last.told?.at ?? ('never told' as const) }),
    known: last !== undefined || result.lifecycle.knownComplete,
    opened,
    back: new Set(result.lifecycle.reopened),
    worsened,
    accepted,
    resolved,
    none: opened.length + worsened.length + accepted.length + resolved.length === 0,
  };
}

/** What people know once they have been told of a result. What a narrower run did not look at stays as it was told. */
export function toldAfter(result: AuditResult, last?: LastTold): Told {
  const { lifecycle } = result;
  const unseen = new Set(lifecycle.unconfirmed);
  const kept = [...(last?.told?.findings ?? [])].filter(([id]) => unseen.has(id) || !lifecycle.knownComplete);
  const open = openFindings(result).map(({ id, severity }): readonly [string, string] => [id, severity]);
  const settled = new Set([...suppressedFindings(result).map(({ id }) => id), ...lifecycle.resolved]);
  return { at: result.startedAt, findings: new Map([...kept.filter(([id]) => !settled.has(id)), ...open]) };
}

interface Changes {
  readonly opened: readonly Finding[];
  readonly worsened: readonly Finding[];
  readonly accepted: readonly Finding[];
  readonly resolved: readonly ResolvedFinding[];
}

function sinceLastRun(result: AuditResult): Changes {
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

const NOTHING: Told = { at: 0, findings: new Map() };

function sinceLastMessage(result: AuditResult, { told = NOTHING, findings }: LastTold): Changes {
  const open = openFindings(result);
  const resolvedNow = new Map(result.lifecycle.resolvedFindings.map((finding) => [finding.id, finding]));
  const current = new Set(result.findings.map(({ id }) => id));
  return {
    opened: open.filter(({ id }) => !told.findings.has(id)),
    worsened: open.filter(({ id, severity }) => isWorse(severity, told.findings.get(id))),
    accepted: suppressedFindings(result).filter(({ id }) => told.findings.has(id)),
    resolved: [...told.findings.keys()].flatMap((id): readonly ResolvedFinding[] => {
      if (current.has(id)) return [];
      const now = resolvedNow.get(id);
      return now === undefined ? resolvedBefore(id, findings.get(id), told) : [now];
    }),
  };
}

/** What an earlier run resolved, of which nobody was told. */
function resolvedBefore(id: string, finding: RememberedFinding | undefined, told: Told): readonly ResolvedFinding[] {
  if (finding === undefined || finding.open || finding.updatedAt < told.at) return [];
  const { title, families, roleArn } = finding;
  return [{ id, title, families, roleArn, severity: severityNamed(finding.severity) ?? 'INFORMATIONAL' }];
}

function isWorse(now: Severity, before: string | undefined): boolean {
  const known = severityNamed(before);
  return known !== undefined && compareSeverity(now, known) < 0;
}

/** What is only informational is counted, and read in the report. */
function worthTelling({ severity }: { readonly severity: Severity }): boolean {
  return severity !== 'INFORMATIONAL';
}

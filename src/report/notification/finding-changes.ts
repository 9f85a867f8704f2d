import { DAY_MS, type EpochMs, toMinute } from '../../base/time.ts';
import type { Finding, Severity } from '../../findings/finding.ts';
import { type FindingId, isFindingId } from '../../findings/finding-id.ts';
import { compareSeverity, isCounted, severityNamed } from '../../findings/severity.ts';
import type { SentMessage, ToldFinding } from '../../ledger/notification-state.ts';
import type { StoredFinding } from '../../ledger/stored-finding.ts';
import type { AuditResult } from '../audit-result.ts';
import { openFindings, suppressedFindings } from '../open-findings.ts';
import { type LastNotification, perhapsGone } from './last-notification.ts';

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
  /** True where these readers were never told of anything. */
  readonly first: boolean;
  /** Keys of the caveats that these readers were told of. */
  readonly caveats: ReadonlySet<string>;
  /** What readers must know of the messages themselves, one sentence each: what may be told twice, or may not have arrived. */
  readonly notes: readonly string[];
}

/**
 * Compares a result with what was told. Where the ledger has that, what is open and was never told is new, whichever run found it:
 * one that was killed, or whose message was withheld or lost. Without it, only what this run changed.
 */
export function findingChanges(result: AuditResult, last?: LastNotification): FindingChanges {
  const all = last === undefined ? sinceLastRun(result) : sinceLastNotification(result, last);
  const opened = all.opened.filter(isCounted);
  const worsened = all.worsened.filter(isCounted);
  const accepted = all.accepted.filter(isCounted);
  const resolved = all.resolved.filter(isCounted);
  const since = last?.at ?? (last === undefined || openedBy(result, opened) ? undefined : ('never notified' as const));
  return {
    ...(since !== undefined && { since }),
    known: last !== undefined || result.lifecycle.knownComplete,
    opened,
    back: new Set(result.lifecycle.reopened),
    worsened,
    accepted,
    resolved,
    first: last !== undefined && isFirst(last) && since === undefined,
    none: opened.length + worsened.length + accepted.length + resolved.length === 0,
    caveats: last?.caveats ?? new Set(),
    notes:
      last === undefined
        ? []
        : [
            ...lostNotes(result, opened, last),
            ...unclearNotes([...opened, ...worsened, ...accepted, ...resolved], last),
          ],
  };
}

/** What is open beside what is told as new or worse. */
export function notTold(
  result: Pick<AuditResult, 'findings'>,
  { opened, worsened }: Pick<FindingChanges, 'opened' | 'worsened'>,
): readonly Finding[] {
  const told = new Set([...opened, ...worsened].map(({ id }) => id));
  return openFindings(result).filter(({ id }) => !told.has(id));
}

function isFirst({ at, lostAt, unclear }: LastNotification): boolean {
  return at === undefined && lostAt === undefined && unclear.size === 0;
}

/** True where this run opened all of them: nobody could be told before. */
function openedBy({ lifecycle }: AuditResult, findings: readonly Finding[]): boolean {
  const own: ReadonlySet<string> = new Set([...lifecycle.opened, ...lifecycle.reopened]);
  return findings.every(({ id }) => own.has(id));
}

/** For so long after a damage, what Security Hub calls new may have been told of: its import may have failed at the time. */
const DOUBT_MS = 7 * DAY_MS;

function lostNotes(result: AuditResult, opened: readonly Finding[], { lostAt }: LastNotification): readonly string[] {
  if (lostAt === undefined || opened.length === 0) return [];
  const isNew = result.lifecycle.knownComplete && openedBy(result, opened);
  if (isNew && result.startedAt - lostAt > DOUBT_MS) return [];
  return [`The record of what was told before ${toMinute(lostAt)} is damaged, so this message may repeat it.`];
}

/** The latest message that may be repeated is named, as it made up for those before it, and one after it that is not. */
function unclearNotes(
  changes: readonly Pick<Finding, 'id'>[],
  { unclear }: Pick<LastNotification, 'unclear'>,
): readonly string[] {
  const matters = ({ status, findings }: SentMessage): boolean =>
    status !== 'settled' || changes.some(({ id }) => findings.has(id));
  const doubtful = [...unclear.values()].filter(matters);
  const latest = doubtful.at(-1);
  const repeated = doubtful.findLast(({ findings }) => findings.size > 0);
  const doubt = ({ at }: SentMessage): string =>
    `It is not known whether the message of the run of ${toMinute(at)} arrived`;
  return [
    ...(repeated === undefined ? [] : [`${doubt(repeated)}, so this one may repeat it.`]),
    ...(latest === undefined || latest === repeated
      ? []
      : [`${doubt(latest)}; what it told is not told again, and the report has all that is open.`]),
  ];
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

function sinceLastNotification(result: AuditResult, last: LastNotification): AllChanges {
  const { told, unclear, elsewhere, findings } = last;
  const open = openFindings(result).filter(({ id }) => !elsewhere.has(id));
  const resolvedNow: ReadonlyMap<string, ResolvedFinding> = new Map(
    result.lifecycle.resolvedFindings.map((finding) => [finding.id, finding]),
  );
  const current: ReadonlySet<string> = new Set(result.findings.map(({ id }) => id));
  const perhapsTold = new Map<string, ToldFinding>(
    [...unclear.values()].flatMap(({ at, findings: said }) =>
      [...said].map(([id, severity]): [string, ToldFinding] => [id, { at, severity }]),
    ),
  );
  const heard: ReadonlyMap<string, ToldFinding> = new Map([...perhapsTold, ...told]);
  const back = perhapsGone(last);
  const isKnown = ({ id }: Finding): boolean => told.has(id) && !back.has(id);
  return {
    opened: open.filter((finding) => !isKnown(finding)),
    worsened: open.filter((finding) => isKnown(finding) && isWorse(finding.severity, told.get(finding.id)?.severity)),
    accepted: suppressedFindings(result).filter(({ id }) => heard.has(id) && !elsewhere.has(id)),
    resolved: [...heard].flatMap(([id, finding]): readonly ResolvedFinding[] => {
      if (current.has(id) || elsewhere.has(id) || !isFindingId(id)) return [];
      const now = resolvedNow.get(id);
      return now === undefined ? resolvedBefore(id, findings.get(id), finding.at) : [now];
    }),
  };
}

/** What a run since it was told resolved. */
function resolvedBefore(
  id: FindingId,
  finding: StoredFinding | undefined,
  toldAt: EpochMs,
): readonly ResolvedFinding[] {
  if (finding === undefined || finding.open || finding.updatedAt < toldAt) return [];
  const { title, families, roleArn } = finding;
  return [{ id, title, families, roleArn, severity: severityNamed(finding.severity) ?? 'INFORMATIONAL' }];
}

function isWorse(now: Severity, before: string | undefined): boolean {
  const known = severityNamed(before);
  return known !== undefined && compareSeverity(now, known) < 0;
}

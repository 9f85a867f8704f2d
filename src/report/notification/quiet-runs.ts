import { DAY_MS, type EpochMs } from '../../base/time.ts';
import { ENDING_SOON } from '../../findings/exceptions/accept-findings.ts';
import type { AuditResult } from '../audit-result.ts';
import type { FindingChanges } from './finding-changes.ts';

/** Runs whose message may wait: those of Saturday and Sunday; those that changed nothing. */
export const QUIET_RUNS = ['weekends', 'unchanged'] as const;
export type QuietRun = (typeof QUIET_RUNS)[number];

/** Which runs are quiet: their message is withheld unless something grave is in it. */
export interface QuietRuns {
  readonly on: readonly QuietRun[];
  /** The IANA time zone that decides what day it is: `Europe/Berlin`. */
  readonly timeZone: string;
}

/**
 * Why the message of this run is withheld; `undefined` where it must be sent. Never withheld: an incomplete run, one that
 * cannot say what is new, and one with anything CRITICAL or HIGH that is new or became so. An exception that ended since the
 * last notification, or began to end within 14 days, counts as a change.
 */
export function whyQuiet(result: AuditResult, changes: FindingChanges, quiet: QuietRuns): string | undefined {
  const grave = [...changes.opened, ...changes.worsened].some(({ severity }) =>
    ['CRITICAL', 'HIGH'].includes(severity),
  );
  if (grave || !changes.known || result.incomplete.length > 0) return undefined;
  const day = weekday(result.startedAt, quiet.timeZone);
  if (quiet.on.includes('weekends') && ['Saturday', 'Sunday'].includes(day)) return `it is ${day}`;
  return quiet.on.includes('unchanged') && changes.none && !exceptionsChanged(result, changes)
    ? 'nothing changed'
    : undefined;
}

/** True once for each exception that expired, or began to end soon, since the last notification. */
function exceptionsChanged(result: AuditResult, { since }: FindingChanges): boolean {
  const { startedAt, exceptions } = result;
  const from = since === 'never notified' ? Number.NEGATIVE_INFINITY : (since ?? startedAt - DAY_MS);
  return (
    exceptions.expired.some(({ until }) => until > from) ||
    exceptions.ending.some(({ until }) => until - ENDING_SOON > from)
  );
}

function weekday(at: EpochMs, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { weekday: 'long', timeZone }).format(at);
}

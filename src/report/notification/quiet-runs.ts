import { DAY_MS, type EpochMs } from '../../base/time.ts';
import { ENDING_SOON } from '../../findings/exceptions/accept-findings.ts';
import type { AuditResult } from '../audit-result.ts';
import type { News } from './finding-changes.ts';

/** Nights on which a message may wait: Saturday and Sunday; nights that changed nothing. */
export const QUIET_NIGHTS = ['weekends', 'unchanged'] as const;
export type QuietNight = (typeof QUIET_NIGHTS)[number];

/** When people want to be left in peace. */
export interface Quiet {
  readonly on: readonly QuietNight[];
  /** The IANA time zone that decides what day it is: `Europe/Berlin`. */
  readonly timeZone: string;
}

/**
 * Why the message of this run may wait; `undefined` where people must be told. Never quiet: an incomplete run, one that
 * cannot say what is new, and anything CRITICAL or HIGH that is new or became so. A night on which an exception ends, or is
 * about to, is not one without change.
 */
export function whyQuiet(result: AuditResult, news: News, quiet: Quiet): string | undefined {
  const grave = [...news.opened, ...news.worsened].some(({ severity }) => ['CRITICAL', 'HIGH'].includes(severity));
  if (grave || !news.known || result.incomplete.length > 0) return undefined;
  const day = weekday(result.startedAt, quiet.timeZone);
  if (quiet.on.includes('weekends') && ['Saturday', 'Sunday'].includes(day)) return `it is ${day}`;
  return quiet.on.includes('unchanged') && news.none && !exceptionsSpeak(result, news) ? 'nothing changed' : undefined;
}

/** Whether an exception expired, or began to end soon, since people were last told: said once, also where no finding changed. */
function exceptionsSpeak(result: AuditResult, { since }: News): boolean {
  const { startedAt, expiredExceptions = [], endingExceptions = [] } = result;
  const from = since === 'never told' ? Number.NEGATIVE_INFINITY : (since ?? startedAt - DAY_MS);
  return (
    expiredExceptions.some(({ until }) => until > from) ||
    endingExceptions.some(({ until }) => until - ENDING_SOON > from)
  );
}

function weekday(at: EpochMs, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { weekday: 'long', timeZone }).format(at);
}

import { DAY_MS, type EpochMs, HOUR_MS, MINUTE_MS, type TimeRange } from '../base/time.ts';

/** Milliseconds that Event history reaches back ("Working with CloudTrail Event history": always on, 90 days). */
const EVENT_HISTORY_MS = 90 * DAY_MS;
/** Milliseconds after which an event is in Event history; they usually take less than 5 minutes. */
const EVENT_HISTORY_LAG_MS = 15 * MINUTE_MS;

/** What Event history can be taken to hold whole. What is younger may still be missing. */
export function eventHistoryAt(now: EpochMs): TimeRange {
  return { from: now - EVENT_HISTORY_MS, to: now - EVENT_HISTORY_LAG_MS };
}

/**
 * Milliseconds after which an event is taken to be in a delivered log file. They mostly take minutes, but nothing is
 * promised ("How CloudTrail works").
 */
export const LATE_DELIVERY_MS = 6 * HOUR_MS;

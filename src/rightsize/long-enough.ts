import { type EpochMs, HOUR_MS, type TimeRange } from '../base/time.ts';

/**
 * A look back of 90 days begins some seconds late, where the event history is being cut off while it is read; 90 days asked
 * for must not fail on them.
 */
const START_TOLERANCE_MS = HOUR_MS;

/** Whether an interval up to now is as long as asked for (milliseconds). */
export function isLongEnough(interval: TimeRange, now: EpochMs, needed: number): boolean {
  return now - interval.from >= needed - START_TOLERANCE_MS;
}

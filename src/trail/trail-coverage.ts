import { DAY_MS, type EpochMs, HOUR_MS, type TimeRange } from '../base/time.ts';
import { type Intervals, intersect, intervals, NEVER, subtract } from '../evidence/intervals.ts';
import type { ScannedFile } from './scan-batch.ts';
import { parseTrailFileName } from './trail-key.ts';
import type { TrailSlice } from './trail-store.ts';

/** Events mostly arrive within minutes, but nothing is promised ("How CloudTrail works"). */
export const LATE_DELIVERY_MS = 6 * HOUR_MS;
const EVER: TimeRange = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };

/** Keeps account of what was read of each Region. */
export interface ReadPeriods {
  read(slice: TrailSlice, files: readonly ScannedFile[]): void;
  finished(slice: TrailSlice): void;
  /** When the events of a Region were read, all of them, as far as they were delivered. */
  of(region: string): Intervals;
}

/**
 * Nothing read yet. A day counts once all files delivered on it, and soon after it, were read. A file that could not
 * be read (wholly) may hold any event of the hours before its delivery: these do not count. A file that does not say
 * which Region and time it is of leaves nothing that counts.
 *
 * `whole`: a day without files is a day without events.
 */
export function readPeriods(whole: boolean): ReadPeriods {
  const days = new Map<string, TimeRange[]>();
  const gaps = new Map<string | undefined, TimeRange[]>();
  const addGap = (region: string | undefined, gap: TimeRange) => gaps.set(region, [...(gaps.get(region) ?? []), gap]);
  return {
    read(_slice, files) {
      for (const file of files) {
        if (file.problem === undefined && file.unreadable.length === 0) continue;
        const name = parseTrailFileName(file.address);
        addGap(name?.region, name === undefined ? EVER : before(name.deliveredAt, name.deliveredAt + HOUR_MS));
      }
    },
    finished({ region, delivered, files, lost }) {
      if (lost !== undefined) addGap(region, delivered === undefined ? EVER : before(delivered.from, delivered.to));
      if (region === undefined || delivered === undefined || (!whole && files.length === 0)) return;
      days.set(region, [...(days.get(region) ?? []), delivered]);
    },
    of(region) {
      const read = deliveredInFull(intervals(days.get(region) ?? []));
      return subtract(subtract(read, gaps.get(region) ?? NEVER), gaps.get(undefined) ?? NEVER);
    },
  };
}

/** From late deliveries before `from` to `to`. */
function before(from: EpochMs, to: EpochMs): TimeRange {
  return { from: from - LATE_DELIVERY_MS, to };
}

/** What happened at the end of a stretch may have been delivered after it. */
function deliveredInFull(read: Intervals): Intervals {
  return intervals(read.map(({ from, to }) => ({ from, to: to - LATE_DELIVERY_MS })));
}

/** The days in which the events of a window are delivered. */
export function deliveryDays(window: TimeRange, now: EpochMs): TimeRange {
  const last = Math.min(window.to + LATE_DELIVERY_MS, now);
  return { from: Math.floor(window.from / DAY_MS) * DAY_MS, to: (Math.floor(last / DAY_MS) + 1) * DAY_MS };
}

/** The part of what was read that lies within a window and is not too young to be complete. */
export function withinWindow(read: Intervals, window: TimeRange, now: EpochMs): Intervals {
  return intersect(read, [{ from: window.from, to: Math.min(window.to, now - HOUR_MS) }]);
}

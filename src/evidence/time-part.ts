import { getOrInsert } from '../base/get-or-insert.ts';
import { DAY_MS, type EpochMs, type TimeRange, toIso } from '../base/time.ts';

/** Weeks are counted from 1970-01-01, a Thursday. */
export const WEEK_MS = 7 * DAY_MS;

/**
 * Length of a part of old evidence: a quarter of a year. What a night reads grows with the number of parts, hardly with their length: roles
 * do the same from week to week.
 */
const QUARTER_MS = 13 * WEEK_MS;

/** How long after its end a week becomes a part of its quarter: sources have read it by then, unless no run could. */
const QUARTER_AFTER_MS = WEEK_MS;

/** A stored part of the evidence, by its first day in UTC: `2026-11-26` is a week, `13w-2026-09-03` a quarter. */
export type PartId = string;

const PART_ID = /^(13w-)?(\d{4}-\d{2}-\d{2})$/;

/** No AWS service is older, and no record is of a time so far ahead: what lies beyond counts to the first or the last part. */
const EARLIEST = Date.UTC(2000, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);

/**
 * How a run divides time: a week is a part, so that a night rewrites a week at most; what is older lies in quarters. Runs
 * that begin at different times may put one event into a week and into a quarter. Both hold what was read with it, and joined it counts once.
 */
export interface TimeParts {
  /** The part that a moment lies in. */
  partOf(at: EpochMs): PartId;
  /** The parts that a time touches, oldest first; both ends are within it. */
  between(first: EpochMs, last: EpochMs): readonly PartId[];
  /** The time of a part that this run puts into it; `undefined` for a text that names none. */
  rangeOf(part: PartId): TimeRange | undefined;
}

/** The parts as a run sees them that begins at `now`; without it every week is a part of its own. */
export function timeParts(now: EpochMs = Number.NEGATIVE_INFINITY): TimeParts {
  const quartersUntil = Math.floor((now - QUARTER_AFTER_MS) / WEEK_MS) * WEEK_MS;
  const byWeek = new Map<number, PartId>();
  const partOf = (at: EpochMs): PartId => {
    const week = Math.floor(Math.min(Math.max(at, EARLIEST), LATEST) / WEEK_MS);
    return getOrInsert(byWeek, week, () => partOfWeek(week * WEEK_MS, quartersUntil));
  };
  const rangeOf = (part: PartId): TimeRange | undefined => {
    const range = partRange(part);
    if (range === undefined || !isQuarter(part)) return range;
    return { from: range.from, to: Math.min(range.to, quartersUntil) };
  };
  return {
    partOf,
    rangeOf,
    between(first, last) {
      const parts: PartId[] = [];
      const end = Math.min(Math.max(last, EARLIEST), LATEST);
      for (let at = Math.min(Math.max(first, EARLIEST), LATEST); at <= end; ) {
        const part = partOf(at);
        parts.push(part);
        at = rangeOf(part)?.to ?? Number.POSITIVE_INFINITY;
      }
      return parts;
    },
  };
}

const QUARTER = '13w-';

function partOfWeek(start: EpochMs, quartersUntil: EpochMs): PartId {
  const isOld = start < quartersUntil;
  const first = toIso(isOld ? Math.floor(start / QUARTER_MS) * QUARTER_MS : start).slice(0, 10);
  return isOld ? `${QUARTER}${first}` : first;
}

/** Whether a part is a quarter, which counts by weeks. */
export function isQuarter(part: PartId): boolean {
  return part.startsWith(QUARTER);
}

/** The whole time of a part; `undefined` for a text that names none. */
export function partRange(part: string): TimeRange | undefined {
  const [, quarter, first] = PART_ID.exec(part) ?? [];
  const length = quarter === undefined ? WEEK_MS : QUARTER_MS;
  const from = first === undefined ? Number.NaN : Date.parse(`${first}T00:00:00Z`);
  return from % length === 0 ? { from, to: from + length } : undefined;
}

import { DAY_MS, type EpochMs, HOUR_MS, toIso } from '../base/time.ts';

/**
 * Length of a time bucket: evidence is counted and remembered by quarters of a UTC day, numbered from 1970. Short enough to
 * be read again when one was left half read, long enough that a year of them stays small.
 */
export const BUCKET_MS = 6 * HOUR_MS;

/** CloudTrail mostly delivers within 15 minutes, and promises nothing; what it delivers later than this is missed. */
const SETTLING_MS = 12 * HOUR_MS;

/** The bucket that a moment lies in. */
export function bucketOf(at: EpochMs): number {
  return Math.floor(at / BUCKET_MS);
}

/** When a bucket begins. */
export function bucketStart(bucket: number): EpochMs {
  return bucket * BUCKET_MS;
}

/**
 * Up to when what is read now need not be read again: the end of the last bucket that ended long enough ago for its
 * late events to have come.
 */
export function settledUntil(now: EpochMs): EpochMs {
  return bucketStart(bucketOf(now - SETTLING_MS));
}

/** Length of the time whose evidence is stored together: a week, so that a night rewrites a week at most. */
const PART_MS = 7 * DAY_MS;

/** A stored part of the evidence, by its first day in UTC: `2026-11-26`. Weeks are counted from 1970-01-01, a Thursday. */
export type PartId = string;

const PART_ID = /^\d{4}-\d{2}-\d{2}$/;

/** No AWS service is older, and no record is of a time so far ahead: what lies beyond counts to the first or the last part. */
const EARLIEST = Date.UTC(2000, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);

/** The part that a moment lies in. */
export function partOf(at: EpochMs): PartId {
  return partNumbered(numberOf(at));
}

/** The time of a part; `undefined` for a text that names none. */
export function partRange(part: string): { readonly from: EpochMs; readonly to: EpochMs } | undefined {
  const from = PART_ID.test(part) ? Date.parse(`${part}T00:00:00Z`) : Number.NaN;
  return from % PART_MS === 0 ? { from, to: from + PART_MS } : undefined;
}

/** The parts that a time touches, oldest first; both ends are within it. */
export function partsBetween(first: EpochMs, last: EpochMs): readonly PartId[] {
  const parts: PartId[] = [];
  const end = numberOf(last);
  for (let number = numberOf(first); number <= end; number += 1) parts.push(partNumbered(number));
  return parts;
}

/** Parts are numbered from 1970. */
function numberOf(at: EpochMs): number {
  return Math.floor(Math.min(Math.max(at, EARLIEST), LATEST) / PART_MS);
}

function partNumbered(number: number): PartId {
  return toIso(number * PART_MS).slice(0, 10);
}

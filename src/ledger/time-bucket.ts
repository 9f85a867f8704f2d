import { type EpochMs, HOUR_MS } from '../base/time.ts';

/**
 * Evidence is counted and remembered by slices of time: quarters of a UTC day, numbered from 1970. Short enough to be
 * read again when one was left half read, long enough that a year of them stays small.
 */
export const SLICE_MS = 6 * HOUR_MS;

/** CloudTrail mostly delivers within 15 minutes, and promises nothing; what it delivers later than this is missed. */
const SETTLING_MS = 12 * HOUR_MS;

/** The slice that a moment lies in. */
export function sliceOf(at: EpochMs): number {
  return Math.floor(at / SLICE_MS);
}

/** When a slice begins. */
export function sliceStart(slice: number): EpochMs {
  return slice * SLICE_MS;
}

/**
 * Up to when what is read now need not be read again: the end of the last slice that ended long enough ago for its
 * late events to have come.
 */
export function settledUntil(now: EpochMs): EpochMs {
  return sliceStart(sliceOf(now - SETTLING_MS));
}

import { type EpochMs, HOUR_MS } from '../base/time.ts';
import { WEEK_MS } from './time-part.ts';

/**
 * Length of a time bucket: evidence is counted and remembered by quarters of a UTC day, numbered from 1970. Short enough to
 * be read again when one was left half read. What is older is counted by weeks: those have numbers below zero.
 */
export const BUCKET_MS = 6 * HOUR_MS;

/** CloudTrail mostly delivers within 15 minutes, and promises nothing; what it delivers later than this is missed. */
const SETTLING_MS = 12 * HOUR_MS;

/** The bucket that a moment lies in. */
export function bucketOf(at: EpochMs): number {
  return Math.max(0, Math.floor(at / BUCKET_MS));
}

/** The bucket of the whole week that a moment lies in. */
function weekBucketOf(at: EpochMs): number {
  return -1 - Math.max(0, Math.floor(at / WEEK_MS));
}

/** The bucket of the week that a bucket lies in: itself where it is one. */
export function weekOfBucket(bucket: number): number {
  return bucket < 0 ? bucket : weekBucketOf(bucketStart(bucket));
}

/** When a bucket begins. */
export function bucketStart(bucket: number): EpochMs {
  return bucket < 0 ? (-1 - bucket) * WEEK_MS : bucket * BUCKET_MS;
}

/** When a bucket is over. */
export function bucketEnd(bucket: number): EpochMs {
  return bucketStart(bucket) + (bucket < 0 ? WEEK_MS : BUCKET_MS);
}

/**
 * Up to when what is read now need not be read again: the end of the last bucket that ended long enough ago for its
 * late events to have come.
 */
export function settledUntil(now: EpochMs): EpochMs {
  return bucketStart(bucketOf(now - SETTLING_MS));
}

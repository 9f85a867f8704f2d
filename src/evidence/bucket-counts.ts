import { joinMaps, larger, mapValues } from '../base/join.ts';
import type { EpochMs } from '../base/time.ts';
import type { SourceName } from './source-name.ts';
import { bucketEnd, weekOfBucket } from './time-bucket.ts';

/**
 * Events by reader (`lookup us-east-1`) and time bucket. Two runs that read the same bucket count the same events, so that of
 * two counts of one bucket the larger one holds; a bucket that was read in parts by two runs counts as its larger part. A
 * week may have a count of its own beside those of its quarter days: they are of the same events.
 */
export type BucketCounts = ReadonlyMap<string, ReadonlyMap<number, number>>;

/** Both together. */
export function joinCounts(a: BucketCounts, b: BucketCounts): BucketCounts {
  return joinMaps(a, b, (left, right) => joinMaps(left, right, larger));
}

/** The buckets that reach beyond `from`. */
export function countsSince(counts: BucketCounts, from: EpochMs): BucketCounts {
  return mapValues(counts, (buckets) => {
    const kept = mapValues(buckets, (count, bucket) => (bucketEnd(bucket) > from ? count : undefined));
    return kept.size === 0 ? undefined : kept;
  });
}

/** The same events counted by week. */
export function countsByWeek(counts: BucketCounts): BucketCounts {
  return isByWeek(counts) ? counts : mapValues(counts, weeksOf);
}

/** Whether all events are counted by week. */
export function isByWeek(counts: BucketCounts): boolean {
  return counts.values().every(areWeeks);
}

/** All events, by source. */
export function countsBySource(counts: BucketCounts): Readonly<Partial<Record<SourceName, number>>> {
  const bySource: Partial<Record<SourceName, number>> = {};
  for (const [reader, buckets] of counts) {
    const source = reader.split(' ')[0] as SourceName;
    let sum = bySource[source] ?? 0;
    for (const count of weeksOf(buckets).values()) sum += count;
    bySource[source] = sum;
  }
  return bySource;
}

function areWeeks(buckets: ReadonlyMap<number, number>): boolean {
  for (const bucket of buckets.keys()) if (bucket >= 0) return false;
  return true;
}

function weeksOf(buckets: ReadonlyMap<number, number>): ReadonlyMap<number, number> {
  if (areWeeks(buckets)) return buckets;
  const weeks = new Map<number, number>();
  for (const [bucket, count] of buckets) {
    if (bucket < 0) continue;
    const week = weekOfBucket(bucket);
    weeks.set(week, (weeks.get(week) ?? 0) + count);
  }
  for (const [bucket, count] of buckets) {
    if (bucket < 0) weeks.set(bucket, Math.max(weeks.get(bucket) ?? 0, count));
  }
  return weeks;
}

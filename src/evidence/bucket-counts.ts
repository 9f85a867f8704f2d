import { joinMaps, larger, mapValues } from '../base/join.ts';
import type { EpochMs } from '../base/time.ts';
import type { SourceName } from './source-name.ts';
import { BUCKET_MS, bucketStart } from './time-bucket.ts';

/**
 * Events by reader (`lookup us-east-1`) and time bucket. Two runs that read the same bucket count the same events, so that of
 * two counts of one bucket the larger one holds; a bucket that was read in parts by two runs counts as its larger part.
 */
export type BucketCounts = ReadonlyMap<string, ReadonlyMap<number, number>>;

/** Both together. */
export function joinCounts(a: BucketCounts, b: BucketCounts): BucketCounts {
  return joinMaps(a, b, (left, right) => joinMaps(left, right, larger));
}

/** The buckets that reach beyond `from`. */
export function countsSince(counts: BucketCounts, from: EpochMs): BucketCounts {
  return mapValues(counts, (buckets) => {
    const kept = mapValues(buckets, (count, bucket) => (bucketStart(bucket) + BUCKET_MS > from ? count : undefined));
    return kept.size === 0 ? undefined : kept;
  });
}

/** All events, by source. */
export function countsBySource(counts: BucketCounts): Readonly<Partial<Record<SourceName, number>>> {
  const bySource: Partial<Record<SourceName, number>> = {};
  for (const [reader, buckets] of counts) {
    const source = reader.split(' ')[0] as SourceName;
    let sum = bySource[source] ?? 0;
    for (const count of buckets.values()) sum += count;
    bySource[source] = sum;
  }
  return bySource;
}

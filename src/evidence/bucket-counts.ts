import type { EpochMs } from '../base/time.ts';
import type { SourceName } from './source-name.ts';
import { bucketEnd, weekOfBucket } from './time-bucket.ts';

/** Counts by time bucket in one list, in order of bucket: a bucket, its count, the next bucket, its count. There are hundreds of thousands of these, and maps of so few take four times the memory. */
export type Buckets = readonly number[];

/**
 * Events by reader (`lookup us-east-1`) and time bucket. Two runs that read the same bucket count the same events, so that of
 * two counts of one bucket the larger one holds; a bucket that was read in parts by two runs counts as its larger part. A
 * week may have a count of its own beside those of its quarter days: they are of the same events.
 */
export type BucketCounts = Readonly<Record<string, Buckets>>;

/** Counts that are added to. */
export type GrowingCounts = Record<string, number[]>;

/** Adds to the count of a bucket. */
export function addCount(counts: GrowingCounts, reader: string, bucket: number, added: number): void {
  counts[reader] ??= [];
  const buckets = counts[reader];
  let at = buckets.length;
  while (at > 0 && (buckets[at - 2] ?? 0) > bucket) at -= 2;
  if (at > 0 && buckets[at - 2] === bucket) buckets[at - 1] = (buckets[at - 1] ?? 0) + added;
  else buckets.splice(at, 0, bucket, added);
}

/** Each bucket with its count. */
export function* countsOf(buckets: Buckets): Generator<readonly [bucket: number, count: number]> {
  for (let at = 0; at < buckets.length; at += 2) yield [buckets[at] ?? 0, buckets[at + 1] ?? 0];
}

/** Both together. */
export function joinCounts(a: BucketCounts, b: BucketCounts): BucketCounts {
  if (a === b) return a;
  const joined: Record<string, Buckets> = { ...a };
  for (const [reader, buckets] of Object.entries(b)) {
    const known = joined[reader];
    joined[reader] = known === undefined ? buckets : joinBuckets(known, buckets);
  }
  return joined;
}

function joinBuckets(a: Buckets, b: Buckets): Buckets {
  if (a === b) return a;
  const joined: number[] = [];
  let [left, right] = [0, 0];
  while (left < a.length || right < b.length) {
    const [one, other] = [a[left] ?? Number.POSITIVE_INFINITY, b[right] ?? Number.POSITIVE_INFINITY];
    joined.push(
      Math.min(one, other),
      Math.max(one <= other ? (a[left + 1] ?? 0) : 0, other <= one ? (b[right + 1] ?? 0) : 0),
    );
    if (one <= other) left += 2;
    if (other <= one) right += 2;
  }
  return joined;
}

/** The buckets that reach beyond `from`. */
export function countsSince(counts: BucketCounts, from: EpochMs): BucketCounts {
  return changeBuckets(counts, (buckets) =>
    [...countsOf(buckets)].filter(([bucket]) => bucketEnd(bucket) > from).flat(),
  );
}

/** The same events counted by week. */
export function countsByWeek(counts: BucketCounts): BucketCounts {
  return isByWeek(counts) ? counts : changeBuckets(counts, weeksOf);
}

/** Whether all events are counted by week. */
export function isByWeek(counts: BucketCounts): boolean {
  return Object.values(counts).every(areWeeks);
}

/** All events, by source. */
export function countsBySource(counts: BucketCounts): Readonly<Partial<Record<SourceName, number>>> {
  const bySource: Partial<Record<SourceName, number>> = {};
  for (const [reader, buckets] of Object.entries(counts)) {
    const source = reader.split(' ')[0] as SourceName;
    let sum = bySource[source] ?? 0;
    for (const [, count] of countsOf(weeksOf(buckets))) sum += count;
    bySource[source] = sum;
  }
  return bySource;
}

/** Readers of which nothing is left are left out. */
function changeBuckets(counts: BucketCounts, change: (buckets: Buckets) => Buckets): BucketCounts {
  const changed = Object.entries(counts).map(([reader, buckets]) => [reader, change(buckets)] as const);
  return Object.fromEntries(changed.filter(([, buckets]) => buckets.length > 0));
}

/** Weeks are the buckets below zero. */
function areWeeks(buckets: Buckets): boolean {
  return (buckets.at(-2) ?? -1) < 0;
}

function weeksOf(buckets: Buckets): Buckets {
  if (areWeeks(buckets)) return buckets;
  const weeks: GrowingCounts = {};
  for (const [bucket, count] of countsOf(buckets)) {
    if (bucket >= 0) addCount(weeks, 'all', weekOfBucket(bucket), count);
  }
  const own = [...countsOf(buckets)].filter(([bucket]) => bucket < 0).flat();
  return joinBuckets(weeks['all'] ?? [], own);
}

import { joinMaps, mapValues } from '../base/join.ts';
import type { Region } from '../base/region.ts';
import type { EpochMs } from '../base/time.ts';
import { bucketEnd, weekOfBucket } from './time-bucket.ts';

/**
 * When tasks were seen to be started by RunTask or StartTask with the roles that their definitions name: time buckets,
 * ascending, by revision (`revisionKey`). Another revision of the family may name other roles.
 */
export type TaskStarts = ReadonlyMap<string, readonly number[]>;

/** Revisions of a family are numbered within a Region. */
export function revisionKey(region: Region | string, family: string, revision: number): string {
  return `${region} ${family}:${revision}`;
}

/** The starts of both. Commutative, associative and idempotent. */
export function joinTaskStarts(a: TaskStarts, b: TaskStarts): TaskStarts {
  return joinMaps(a, b, (left, right) => [...new Set([...left, ...right])].sort((one, other) => one - other));
}

/** The buckets that reach beyond `from`. */
export function taskStartsSince(starts: TaskStarts, from: EpochMs): TaskStarts {
  return mapValues(starts, (buckets) => {
    const kept = buckets.filter((bucket) => bucketEnd(bucket) > from);
    return kept.length === 0 ? undefined : kept;
  });
}

/** Of each week the first and the last start of each revision: when it began to run stays, and that it ran. */
export function startsByWeek(starts: TaskStarts): TaskStarts {
  return mapValues(starts, (buckets) =>
    buckets.filter(
      (bucket, place) => isOfOtherWeek(bucket, buckets[place - 1]) || isOfOtherWeek(bucket, buckets[place + 1]),
    ),
  );
}

function isOfOtherWeek(bucket: number, neighbour: number | undefined): boolean {
  return neighbour === undefined || weekOfBucket(bucket) !== weekOfBucket(neighbour);
}

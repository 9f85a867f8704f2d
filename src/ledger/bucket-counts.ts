import type { EpochMs } from '../base/time.ts';
import { joinMaps, larger, mapValues } from './join.ts';
import { SLICE_MS, sliceStart } from './time-bucket.ts';

/**
 * Events by who read them and when they happened: `lookup us-east-1` → slice → events. Reading a slice again counts the
 * same events again, so the larger count stands; one read in two parts by two runs counts as its larger part.
 */
export type SliceCounts = ReadonlyMap<string, ReadonlyMap<number, number>>;

/** Both together. */
export function joinCounts(a: SliceCounts, b: SliceCounts): SliceCounts {
  return joinMaps(a, b, (left, right) => joinMaps(left, right, larger));
}

/** The slices that reach beyond `from`. */
export function countsSince(counts: SliceCounts, from: EpochMs): SliceCounts {
  return mapValues(counts, (slices) => {
    const kept = mapValues(slices, (count, slice) => (sliceStart(slice) + SLICE_MS > from ? count : undefined));
    return kept.size === 0 ? undefined : kept;
  });
}

/** What `counts` holds above what `counted` does, by source. */
export function countsBeyond(counts: SliceCounts, counted: SliceCounts): ReadonlyMap<string, number> {
  const bySource = new Map<string, number>();
  for (const [reader, slices] of counts) {
    const [source = ''] = reader.split(' ');
    const known = counted.get(reader);
    let more = 0;
    for (const [slice, count] of slices) more += Math.max(0, count - (known?.get(slice) ?? 0));
    bySource.set(source, (bySource.get(source) ?? 0) + more);
  }
  return bySource;
}

import { z } from 'zod';
import { byKey } from '../base/by-key.ts';
import { internTexts } from '../base/intern.ts';
import type { EpochMs, TimeRange } from '../base/time.ts';
import type { BucketCounts } from '../evidence/bucket-counts.ts';

/** A schema for each field of a type: one that is added to the type must not get lost on the way to the file. */
export type Fields<T> = Readonly<Record<keyof T, z.ZodType>>;

/** Milliseconds since 1970. */
export const time = z.int();

export const texts = z.array(z.string()).readonly();

/** `[from, to]` of a time range. */
export const timeRange = z.codec(
  z.tuple([time, time]),
  z.custom<TimeRange>((range) => (range as TimeRange).from < (range as TimeRange).to, 'expected from before to'),
  { decode: ([from, to]) => ({ from, to }), encode: ({ from, to }): [EpochMs, EpochMs] => [from, to] },
);

/**
 * A map as a list of pairs in the order of their keys, so that equal maps give equal texts; an object would not do for
 * keys from outside (`__proto__`). `preparing` begins the reading of one map; what it gives may put other values of the same
 * meaning in the place of those read.
 */
export function mapOf<V extends z.ZodType>(value: V, preparing: () => (raw: unknown) => unknown = () => (raw) => raw) {
  return z.codec(z.array(z.tuple([z.string(), z.unknown()])), z.map(z.string(), value), {
    decode(pairs) {
      const prepare = preparing();
      return new Map(pairs.map(([key, raw]) => [key, prepare(raw)])) as Map<string, z.input<V>>;
    },
    encode: (map) => [...map].sort(byKey) as [string, unknown][],
  });
}

/** Of objects read: equal texts of the list under `key` become one. Findings name the same actions over and over. */
export function sharingTexts(key: string): (raw: unknown) => unknown {
  const share = internTexts();
  return (raw) => {
    if (typeof raw !== 'object' || raw === null) return raw;
    const list = (raw as Readonly<Record<string, unknown>>)[key];
    if (!Array.isArray(list)) return raw;
    return { ...raw, [key]: list.map((text: unknown) => (typeof text === 'string' ? share(text) : text)) };
  };
}

const COUNTS = /^(-?\d+:\d+)(,\d+:\d+)*$/;

/** `81234:3,1:2`: the first time bucket with its count, then steps from bucket to bucket with theirs. */
const buckets = z.codec(z.string().regex(COUNTS), z.map(z.int(), z.int()), {
  decode(text) {
    let bucket = 0;
    return new Map(
      text.split(',').map((pair): [number, number] => {
        const [step = 0, count = 0] = pair.split(':').map(Number);
        bucket += step;
        return [bucket, count];
      }),
    );
  },
  encode(counts) {
    let before = 0;
    return [...counts]
      .sort(([a], [b]) => a - b)
      .map(([bucket, count]) => {
        const step = bucket - before;
        before = bucket;
        return `${step}:${count}`;
      })
      .join(',');
  },
});

/** Counts by reader and time bucket. */
export const bucketCounts = mapOf(buckets) satisfies z.ZodType<BucketCounts>;

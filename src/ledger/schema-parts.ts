import { z } from 'zod';
import { byKey } from '../base/by-key.ts';
import { internTexts } from '../base/intern.ts';
import type { EpochMs, TimeRange } from '../base/time.ts';

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

import type { EpochMs } from '../base/time.ts';

/** The most resources kept per role and action. */
export const SAMPLE_SIZE = 25;

/**
 * A bounded sample of a set of texts: the first ones in code-unit order, so that the same texts give the same sample in
 * whatever order, and however often, they come.
 */
export interface Sample {
  readonly items: readonly string[];
  /** For each item the time by which it had been seen for the first time. */
  readonly since: readonly EpochMs[];
  /** True when there were more than could be kept. */
  readonly cut: boolean;
}

export const EMPTY_SAMPLE: Sample = { items: [], since: [], cut: false };

/** What was seen at one time, in any order and number. */
export function sampleAt(at: EpochMs, items: readonly string[], cut = false): Sample {
  return addToSample(EMPTY_SAMPLE, at, items, cut);
}

/** A sample with what was seen at one time. */
export function addToSample(sample: Sample, at: EpochMs, items: readonly string[], cut = false): Sample {
  if (items.length === 0 && (sample.cut || !cut)) return sample;
  return mergeSamples(sample, { items, since: items.map(() => at), cut });
}

/** The sample of both sets together. Commutative, associative, idempotent. */
export function mergeSamples(a: Sample, b: Sample): Sample {
  let { items, since } = a;
  let cut = a.cut || b.cut;
  for (const [index, item] of b.items.entries()) {
    const place = placeOf(item, items);
    const at = b.since[index] ?? Number.MAX_SAFE_INTEGER;
    if (items[place] === item) {
      if (at < (since[place] ?? Number.MAX_SAFE_INTEGER)) since = since.with(place, at);
      continue;
    }
    if (items.length === SAMPLE_SIZE) cut = true;
    if (place >= SAMPLE_SIZE) continue;
    items = items.toSpliced(place, 0, item).slice(0, SAMPLE_SIZE);
    since = since.toSpliced(place, 0, at).slice(0, SAMPLE_SIZE);
  }
  return items === a.items && since === a.since && cut === a.cut ? a : { items, since, cut };
}

/** Where an item is, or would be, among items in order. Once a sample is full, nearly all that comes lies behind it. */
function placeOf(item: string, items: readonly string[]): number {
  let place = items.length;
  while (place > 0 && (items[place - 1] ?? '') >= item) place -= 1;
  return place;
}

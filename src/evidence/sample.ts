/** The most resources kept per role and action. */
export const SAMPLE_SIZE = 25;

/**
 * A bounded sample of a set of texts: the first ones in code-unit order, so that the same texts give the same sample in
 * whatever order, and however often, they come.
 */
export interface Sample {
  readonly items: readonly string[];
  /** True when there were more than could be kept. */
  readonly cut: boolean;
}

export const EMPTY_SAMPLE: Sample = { items: [], cut: false };

/** The sample of both sets together. Commutative, associative, idempotent. */
export function mergeSamples(a: Sample, b: Sample): Sample {
  let { items } = a;
  let cut = a.cut || b.cut;
  for (const item of b.items) {
    const place = placeOf(item, items);
    if (items[place] === item) continue;
    if (items.length === SAMPLE_SIZE) cut = true;
    if (place < SAMPLE_SIZE) items = items.toSpliced(place, 0, item).slice(0, SAMPLE_SIZE);
  }
  return items === a.items && cut === a.cut ? a : { items, cut };
}

/** Where an item is, or would be, among items in order. Once a sample is full, nearly all that comes lies behind it. */
function placeOf(item: string, items: readonly string[]): number {
  let place = items.length;
  while (place > 0 && (items[place - 1] ?? '') >= item) place -= 1;
  return place;
}

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
  if (b.items.length === 0 && !b.cut) return a;
  const largest = a.items[SAMPLE_SIZE - 1];
  // Once a sample is full, nearly all that comes lies behind it.
  if (a.cut && largest !== undefined && b.items.every((item) => item > largest)) return a;
  if (!b.cut && b.items.every((item) => a.items.includes(item))) return a;
  const all = [...new Set([...a.items, ...b.items])].sort(byCodeUnit);
  return { items: all.slice(0, SAMPLE_SIZE), cut: a.cut || b.cut || all.length > SAMPLE_SIZE };
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

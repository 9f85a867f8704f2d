import { byKey } from './by-key.ts';

/** Joins are commutative, associative and idempotent: the order in which runs come to know something never shows. */
export type Join<T> = (a: T, b: T) => T;

/** Joins maps key by key. */
export function joinMaps<K, V>(a: ReadonlyMap<K, V>, b: ReadonlyMap<K, V>, join: Join<V>): ReadonlyMap<K, V> {
  if (b.size === 0 || a === b) return a;
  if (a.size === 0) return b;
  const joined = new Map(a);
  for (const [key, value] of b) {
    const known = joined.get(key);
    joined.set(key, known === undefined ? value : join(known, value));
  }
  return joined;
}

/** The later of two moments, the larger of two counts. */
export function larger(a: number, b: number): number {
  return Math.max(a, b);
}

/** The one with the larger rank; of equal rank the one that is larger as text, so that both sides choose alike. */
export function joinByRank<T extends object>(rank: (value: T) => number): Join<T> {
  return (a, b) => {
    const difference = rank(a) - rank(b);
    if (difference !== 0) return difference > 0 ? a : b;
    return canonical(a) >= canonical(b) ? a : b;
  };
}

/** The same text for the same fields, in whatever order they were put together. */
function canonical(value: object): string {
  return JSON.stringify(Object.entries(value).sort(byKey));
}

/** Keeps the entries for which `change` gives a value. */
export function mapValues<K, V, W>(
  map: ReadonlyMap<K, V>,
  change: (value: V, key: K) => W | undefined,
): ReadonlyMap<K, W> {
  const changed = new Map<K, W>();
  for (const [key, value] of map) {
    const next = change(value, key);
    if (next !== undefined) changed.set(key, next);
  }
  return changed;
}

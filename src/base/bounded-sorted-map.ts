/** Map bounded to `limit` entries: keeps the smallest keys in code-unit order, independent of insertion order. */
export interface BoundedSortedMap<T> {
  readonly kept: ReadonlyMap<string, T>;
  /** Does nothing where the map is full and the key is larger than all of its keys. */
  set(key: string, value: T): void;
}

/** Makes an empty map of at most `limit` entries. */
export function boundedSortedMap<T>(limit: number): BoundedSortedMap<T> {
  const kept = new Map<string, T>();
  /** Known while the map is full. */
  let largest: string | undefined;
  return {
    kept,
    set(key, value) {
      if (kept.size >= limit && !kept.has(key)) {
        largest ??= [...kept.keys()].reduce((a, b) => (a > b ? a : b));
        if (key > largest) return;
        kept.delete(largest);
        largest = undefined;
      }
      kept.set(key, value);
    },
  };
}

/** Map bounded to `limit` entries: keeps the smallest keys in code-unit order, independent of insertion order. */
export interface BoundedSortedMap<T> {
  readonly kept: ReadonlyMap<string, T>;
  /** False where the map is full and the key is larger than all of its keys: `set` would do nothing. */
  mayKeep(key: string): boolean;
  /** Does nothing where the map may not keep the key. */
  set(key: string, value: T): void;
}

/** Makes an empty map of at most `limit` entries. */
export function boundedSortedMap<T>(limit: number): BoundedSortedMap<T> {
  const kept = new Map<string, T>();
  /** The keys in order. */
  const keys: string[] = [];
  const mayKeep = (key: string): boolean => keys.length < limit || key <= (keys.at(-1) ?? '');
  return {
    kept,
    mayKeep,
    set(key, value) {
      if (!mayKeep(key)) return;
      if (!kept.has(key)) {
        const surplus = keys.length < limit ? undefined : keys.pop();
        if (surplus !== undefined) kept.delete(surplus);
        keys.splice(placeOf(key, keys), 0, key);
      }
      kept.set(key, value);
    },
  };
}

/** Where a key is to be inserted among keys in order. */
function placeOf(key: string, keys: readonly string[]): number {
  let from = 0;
  let to = keys.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((keys[middle] ?? '') < key) from = middle + 1;
    else to = middle;
  }
  return from;
}

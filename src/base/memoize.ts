/** The same function, which computes once for each argument; arguments are the same where they are identical (`===`). */
export function memoize<K, V>(compute: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    const before = known.get(key);
    // A result may be undefined.
    if (before !== undefined || known.has(key)) return before as V;
    const computed = compute(key);
    known.set(key, computed);
    return computed;
  };
}

/** The same for objects, whose results are kept no longer than they are. */
export function memoizeWeakly<K extends WeakKey, V extends string | object>(compute: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, V>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const computed = compute(key);
    known.set(key, computed);
    return computed;
  };
}

/** Computes a value when it is first asked for, and keeps it. A computation that throws is tried again at the next call. */
export function lazy<T>(compute: () => T): () => T {
  let kept: { readonly value: T } | undefined;
  return () => {
    kept ??= { value: compute() };
    return kept.value;
  };
}

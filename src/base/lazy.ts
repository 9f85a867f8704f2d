/** Puts a computation off until its value is first asked for, and keeps it. One that throws is tried again. */
export function once<T>(compute: () => T): () => T {
  let kept: { readonly value: T } | undefined;
  return () => {
    kept ??= { value: compute() };
    return kept.value;
  };
}

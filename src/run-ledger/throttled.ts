/** Work that takes less, in milliseconds, is done whenever it is asked for. */
const LITTLE = 250;

/** After work that took long, so many times as long passes without. */
const REST = 9;

/**
 * Does work when it is asked for, save where it was done lately and took long: then not yet, so that at most a tenth of the
 * time goes into it. What must be done is done by calling it oneself.
 */
export function nowAndThen(
  work: () => Promise<void>,
  now: () => number = () => performance.now(),
): () => Promise<void> {
  let notBefore = Number.NEGATIVE_INFINITY;
  return async () => {
    const start = now();
    if (start < notBefore) return;
    await work();
    const end = now();
    notBefore = end - start < LITTLE ? end : end + REST * (end - start);
  };
}

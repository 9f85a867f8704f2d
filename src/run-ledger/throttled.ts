/** Milliseconds below which work is never throttled. */
const MIN_WORK_MS = 250;

/** Pause after longer work, as a multiple of how long it took. */
const REST_FACTOR = 9;

/**
 * Wraps `work` so that it takes at most a tenth of the time: calls during the pause after longer work do nothing. Where
 * it must run, call `work` itself. `now` is in milliseconds.
 */
export function throttled(work: () => Promise<void>, now: () => number = () => performance.now()): () => Promise<void> {
  let notBefore = Number.NEGATIVE_INFINITY;
  return async () => {
    const start = now();
    if (start < notBefore) return;
    await work();
    const end = now();
    notBefore = end - start < MIN_WORK_MS ? end : end + REST_FACTOR * (end - start);
  };
}

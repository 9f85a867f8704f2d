/** Golden-ratio step: successive runs start at well-spread offsets. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * Rotates the items: each run starts at another offset, so that where time is up before the end, another part is left out
 * each time and everything has had its turn after few runs: two or three where a half fits in (the "three-distance
 * theorem"). `run` is the number of the run, which goes up by one; nothing else is remembered.
 */
export function rotateForRun<T>(items: readonly T[], run: number): readonly T[] {
  const start = Math.floor(((run * GOLDEN) % 1) * items.length);
  return [...items.slice(start), ...items.slice(0, start)];
}

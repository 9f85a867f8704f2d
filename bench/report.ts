/** Prints one line of a measurement. */
export type Print = (line: string) => void;

/** The heap that Lambda gives Node of the 1,769 MB that the template sets, in megabytes. */
export const HEAP_MB = Math.floor(1_769 * 0.9);

/** The number after an option of the command line (`--heap 600`); `otherwise` where it is not given. */
export function numberAfter(option: string, otherwise: number): number {
  const at = process.argv.indexOf(option);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
}

/** The middle of some measurements. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

/** The time that work takes, in seconds, and what came of it. */
export function timed<T>(work: () => T): { readonly seconds: number; readonly value: T } {
  const start = performance.now();
  const value = work();
  return { seconds: (performance.now() - start) / 1000, value };
}

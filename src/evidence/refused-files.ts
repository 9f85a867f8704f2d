/**
 * Trail files that earlier runs had to inflate to know that they are too large, by `refusedFileKey`: to how many bytes they were followed. A run
 * with no more memory need not try again.
 */
export type RefusedFiles = ReadonlyMap<string, number>;

/** A file is the same one where address and stored size are; of another one the hours that it may tell of are not covered, either. */
export function refusedFileKey(address: string, size: number): string {
  return `${address} ${size}`;
}

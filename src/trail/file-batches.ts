import type { TrailFile } from './trail-store.ts';

/** A batch ends with whichever comes first. */
const MOST_FILES = 16;
const MOST_BYTES = 4 * 1024 * 1024;

/** Files in batches of bounded size; the same files, listed in the same order, make the same batches. */
export function batchesOf(files: readonly TrailFile[]): readonly (readonly TrailFile[])[] {
  const batches: TrailFile[][] = [];
  let bytes = 0;
  for (const file of files) {
    const open = batches.at(-1);
    if (open === undefined || open.length === MOST_FILES || bytes + file.size > MOST_BYTES) {
      batches.push([file]);
      bytes = file.size;
    } else {
      open.push(file);
      bytes += file.size;
    }
  }
  return batches;
}

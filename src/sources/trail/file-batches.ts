import type { TrailFile } from './trail-store.ts';

/** What a batch holds at the most: so much is in memory at once for each thread, and is read again after a run that was cut off. */
interface BatchLimits {
  readonly files: number;
  readonly bytes: number;
}

/** Larger batches sum up more at once; smaller ones keep several threads busy to the end. */
const ONE_THREAD: BatchLimits = { files: 40, bytes: 16 * 1024 * 1024 };
const SEVERAL_THREADS: BatchLimits = { files: 12, bytes: 6 * 1024 * 1024 };

/**
 * Files in batches of bounded and much the same size. The same files, listed in the same order, make the same batches on as
 * many threads.
 */
export function batchesOf(files: readonly TrailFile[], threads: number): readonly (readonly TrailFile[])[] {
  const most = threads > 1 ? SEVERAL_THREADS : ONE_THREAD;
  const all = files.reduce((sum, { size }) => sum + size, 0);
  const count = Math.max(1, Math.ceil(files.length / most.files), Math.ceil(all / most.bytes));
  const share = Math.ceil(files.length / count);
  const batches: TrailFile[][] = [];
  let bytes = 0;
  for (const file of files) {
    const open = batches.at(-1);
    const isFull = open === undefined || open.length === share || bytes + file.size > most.bytes;
    if (isFull) {
      batches.push([file]);
      bytes = file.size;
    } else {
      open.push(file);
      bytes += file.size;
    }
  }
  return batches;
}

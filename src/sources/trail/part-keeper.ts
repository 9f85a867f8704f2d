import type { RecordsRead } from '../../evidence/coverage.ts';
import type { UsageReceiver } from '../../evidence/usage.ts';

/** So many files are read between one keeping of what was read and the next. */
const FILES_PER_SLICE = 500;

/** Hands in what was read, now and then, to be kept should the run end early. */
export interface PartKeeper {
  /** Told of so many files more, all of whose evidence has been handed over. */
  read(files: number): void;
  /** Resolves when all is kept that was to be. */
  kept(): Promise<void>;
}

/** Nothing read yet. */
export function partKeeper(receiver: UsageReceiver, soFar: () => readonly RecordsRead[]): PartKeeper {
  let unkept = 0;
  let keeping: Promise<unknown> = Promise.resolve();
  return {
    read(files) {
      unkept += files;
      if (unkept < FILES_PER_SLICE || receiver.partRead === undefined) return;
      unkept = 0;
      keeping = Promise.all([keeping, receiver.partRead({ coverage: [], recordsRead: soFar() })]);
    },
    async kept() {
      await keeping;
    },
  };
}

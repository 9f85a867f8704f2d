import type { ByteBudget } from './byte-budget.ts';
import type { ReadPeriods } from './coverage-of-files.ts';
import type { FileGroup, TrailStore } from './trail-store.ts';
import type { FileValidation } from './validation/file-validation.ts';

/** What decides which days are read. */
export interface UnreadDays {
  readonly isWanted: (group: FileGroup) => boolean;
  readonly periods: ReadPeriods;
  readonly budget?: ByteBudget;
  /** Told of the group at which the budget was used up; nothing is listed after it. */
  readonly cut: (group: FileGroup) => void;
  readonly validation?: FileValidation;
  readonly signal?: AbortSignal;
}

/** The store without the days that were read before, each file with what its digest says, as far as the budget goes. */
export function unreadDays(
  store: TrailStore,
  { isWanted, periods, budget, cut, validation, signal }: UnreadDays,
): TrailStore {
  return {
    ...store,
    async *groups(query) {
      const listed = store.groups(query);
      for await (const group of validation?.groups(listed) ?? listed) {
        if (!isWanted(group)) {
          periods.skipped(group);
        } else if (budget?.take(sizeOf(group)) === false) {
          periods.left(group);
          return cut(group);
        } else {
          periods.listed(group);
          yield group;
        }
      }
      if (!signal?.aborted) periods.listedAll();
    },
  };
}

function sizeOf({ files }: FileGroup): number {
  return files.reduce((sum, { size }) => sum + size, 0);
}

import { DAY_MS, type EpochMs, HOUR_MS, type TimeRange } from '../../../base/time.ts';

/** Milliseconds of the day after in which digests tell of a day's last deliveries. */
export const NEXT_DAY_MS = 3 * HOUR_MS;

/** Which digests of a day are looked for: all, or those of its first hours alone. */
export type PartOfDay = 'whole' | 'begin';

/** Which days' digests were looked for. */
export interface DigestedDays {
  looked(day: EpochMs, part: PartOfDay): void;
  /** Unbroken times, the latest first: between them nothing was looked for, so that nothing is missed there. */
  runs(): readonly TimeRange[];
}

/** No day yet. */
export function digestedDays(): DigestedDays {
  const days = new Map<EpochMs, PartOfDay>();
  return {
    looked(day, part) {
      if (days.get(day) !== 'whole') days.set(day, part);
    },
    runs() {
      const runs: { from: EpochMs; to: EpochMs }[] = [];
      for (const [day, part] of [...days].toSorted(([a], [b]) => b - a)) {
        const last = runs.at(-1);
        if (last?.from === day + DAY_MS && part === 'whole') last.from = day;
        else runs.push({ from: day, to: day + (part === 'whole' ? DAY_MS : NEXT_DAY_MS) });
      }
      return runs;
    },
  };
}

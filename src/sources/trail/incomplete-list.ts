import type { Incomplete } from '../../base/incomplete.ts';

/** Told one by one, of each reason. */
const MOST_OF_A_REASON = 20;
/** Reasons told apart: they may quote what differs from file to file. */
const MOST_REASONS = 50;
const FURTHER = 'further reasons, of which the first ones are told';

/** Gathers what could not be read, bounded: a bucket of files that nobody may decrypt is one entry, not a hundred thousand. */
export interface IncompleteList {
  add(one: Incomplete): void;
  /** Those told one by one, then how many more there are of each reason. */
  all(): readonly Incomplete[];
}

/** An empty list. */
export function incompleteList(): IncompleteList {
  const told: Incomplete[] = [];
  const counts = new Map<string, number>();
  return {
    add(one) {
      const reason = counts.has(one.why) || counts.size < MOST_REASONS ? one.why : FURTHER;
      const count = (counts.get(reason) ?? 0) + 1;
      counts.set(reason, count);
      if (reason !== FURTHER && count <= MOST_OF_A_REASON) told.push(one);
    },
    all() {
      const more = [...counts].flatMap(([why, count]): readonly Incomplete[] => {
        const untold = why === FURTHER ? count : count - MOST_OF_A_REASON;
        return untold > 0 ? [{ what: `${untold} more of the trail files`, why }] : [];
      });
      return [...told, ...more];
    },
  };
}

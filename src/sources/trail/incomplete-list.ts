import type { Incomplete } from '../../base/incomplete.ts';

/** Losses told one by one, of each reason. */
const MOST_OF_A_REASON = 20;
/** Reasons told apart: they may quote what differs from file to file. */
const MOST_REASONS = 50;
const FURTHER = 'further reasons, of which the first ones are told';

/** Gathers what could not be read, bounded: a bucket of files that nobody may decrypt is one loss, not a hundred thousand. */
export interface LossList {
  add(loss: Incomplete): void;
  /** Those told one by one, then how many more there are of each reason. */
  all(): readonly Incomplete[];
}

/** An empty list. */
export function lossList(): LossList {
  const told: Incomplete[] = [];
  const counts = new Map<string, number>();
  return {
    add(loss) {
      const reason = counts.has(loss.why) || counts.size < MOST_REASONS ? loss.why : FURTHER;
      const count = (counts.get(reason) ?? 0) + 1;
      counts.set(reason, count);
      if (reason !== FURTHER && count <= MOST_OF_A_REASON) told.push(loss);
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

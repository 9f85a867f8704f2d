import { counted } from '../../base/format.ts';

/** How many bytes of log files one run reads, of all places together. */
export interface ByteBudget {
  /** `10 GB` */
  readonly text: string;
  /**
   * Takes so many bytes, as they are listed; false when there is no room for them, and from then on for nothing. The first are
   * always taken, so that each run gets somewhere.
   */
  take(bytes: number): boolean;
}

const GB = 1_000_000_000;

/** A budget of so many bytes, of which nothing is taken yet. */
export function byteBudget(most: number): ByteBudget {
  let taken = 0;
  let isUsedUp = false;
  return {
    text: most < GB ? counted(most, 'byte') : `${Math.round(most / GB)} GB`,
    take(bytes) {
      isUsedUp ||= taken > 0 && taken + bytes > most;
      if (!isUsedUp) taken += bytes;
      return !isUsedUp;
    },
  };
}

import { DAY_MS, type EpochMs } from '../../../base/time.ts';

/** The moment of a day since 1970 (as 32 bits; negative before) and a second of that day. */
export function packedTime(day: number, second: number): EpochMs {
  return (day | 0) * DAY_MS + second * 1_000;
}

import { DAY_MS, type EpochMs } from '../../../base/time.ts';

/** Milliseconds since 1970 of a day (days since 1970, a signed 32-bit number) and a second of that day. */
export function packedTime(day: number, second: number): EpochMs {
  return (day | 0) * DAY_MS + second * 1_000;
}

import type { EpochMs } from '../../base/time.ts';
import type { ByteSource } from './byte-interner.ts';
import { createWords } from './words.ts';

/** Reads the times of events. */
export interface EventTimes {
  /**
   * The time written as `"2026-09-20T10:00:00Z"` (from quote to quote); `undefined` for any other form, which may be a
   * valid time all the same.
   */
  read(source: ByteSource, start: number, end: number): EpochMs | undefined;
  clear(): void;
}

const LENGTH = '"2026-09-20T10:00:00Z"'.length;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Reads each day once; the rest is arithmetic. */
export function createEventTimes(): EventTimes {
  const days = createWords((text) => (DAY.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN));
  return {
    read(source, start, end) {
      const { bytes } = source;
      if (end - start !== LENGTH || bytes[start + 11] !== 0x54 || bytes[start + 20] !== 0x5a) return undefined;
      if (bytes[start + 14] !== 0x3a || bytes[start + 17] !== 0x3a) return undefined;
      const hours = twoDigits(bytes, start + 12);
      const minutes = twoDigits(bytes, start + 15);
      const seconds = twoDigits(bytes, start + 18);
      if (!(hours < 24 && minutes < 60 && seconds < 60)) return undefined;
      const day = days.known(days.idOf(source, start + 1, start + 11));
      return Number.isNaN(day) ? undefined : day + ((hours * 60 + minutes) * 60 + seconds) * 1_000;
    },
    clear: () => days.clear(),
  };
}

/** Not a number below 100 where one of the two bytes is no digit. */
function twoDigits(bytes: Uint8Array, start: number): number {
  const tens = (bytes[start] as number) - 0x30;
  const ones = (bytes[start + 1] as number) - 0x30;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

import { DAY_MS, HOUR_MS } from '../../src/base/time.ts';

/** 03:00 of the first night; a Monday. */
export const FIRST_NIGHT = Date.UTC(2026, 10, 16, 3);

/** When a night's run is. */
export function nightAt(night: number): number {
  return FIRST_NIGHT + (night - 1) * DAY_MS;
}

/** At noon of the day that follows a night. */
export function noonAfter(night: number): number {
  return nightAt(night) + 9 * HOUR_MS;
}

/**
 * The story's name of a time: `3` for the third night's run and for the midnight before it, `3½` for the noon that
 * follows; the time itself where it is none of these.
 */
export function dayAndHour(text: string | undefined): string {
  const at = Date.parse(text ?? '');
  const night = Math.floor((at - FIRST_NIGHT + 3 * HOUR_MS) / DAY_MS) + 1;
  if (at === nightAt(night) || at === nightAt(night) - 3 * HOUR_MS) return String(night);
  if (at === noonAfter(night)) return `${night}½`;
  return text ?? '-';
}

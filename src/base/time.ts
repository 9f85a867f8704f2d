/** Milliseconds since 1970-01-01T00:00:00Z. The only form of time inside the program; ISO 8601 stays at the edges. */
export type EpochMs = number;

/** An interval of time: `from` inclusive, `to` exclusive. */
export interface TimeRange {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** ISO 8601 in UTC to the second, as AWS writes it: `2026-11-22T03:00:00Z`. */
export function toIso(at: EpochMs): string {
  return `${toIsoMillis(at).slice(0, 19)}Z`;
}

/** ISO 8601 in UTC to the millisecond, which loses nothing: `2026-11-22T03:00:00.000Z`. */
export function toIsoMillis(at: EpochMs): string {
  return new Date(at).toISOString();
}

/** Whole days, rounded down; what people read in a reason ("created 3 days ago"). */
export function wholeDays(duration: number): number {
  return Math.floor(duration / DAY_MS);
}

const DURATION = /^(\d{1,5})(d|h|m)$/;
const UNIT_MS = { d: DAY_MS, h: HOUR_MS, m: MINUTE_MS } as const;

/**
 * Reads `90d`, `36h` or `15m` into milliseconds; `undefined` for anything else.
 *
 * @example
 * ```ts
 * parseDuration('36h'); // → 36 * 60 * 60 * 1000
 * parseDuration('1 week'); // → undefined
 * ```
 */
export function parseDuration(text: string): number | undefined {
  const match = DURATION.exec(text.trim());
  if (match === null) return undefined;
  const unit = match[2] as keyof typeof UNIT_MS;
  return Number(match[1]) * UNIT_MS[unit];
}

/** The day in UTC, `2026-11-22`: what is said names days, so that two runs of one day say the same. */
export function day(at: EpochMs): string {
  return toIso(at).slice(0, 10);
}

/** The day in UTC as folders are named by it, `2026/11/22`. */
export function dayPath(at: EpochMs): string {
  return day(at).replaceAll('-', '/');
}

/** The minute in UTC, for people: `2026-11-22 03:00 UTC`. */
export function toMinute(at: EpochMs): string {
  return `${toIso(at).slice(0, 16).replace('T', ' ')} UTC`;
}

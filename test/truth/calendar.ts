import { DAY_MS, HOUR_MS } from '../../src/base/time.ts';

/** `2026-11` of a time. */
export function monthOf(at: number): string {
  return new Date(at).toISOString().slice(0, 7);
}

/** The first Mondays of the months in a period, at nine o'clock. */
export function firstMondays(from: number, to: number): readonly number[] {
  const found: number[] = [];
  const date = new Date(from);
  for (let month = 0; ; month++) {
    const first = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + month, 1);
    if (first > to) return found;
    const monday = first + ((8 - new Date(first).getUTCDay()) % 7) * DAY_MS + 9 * HOUR_MS;
    if (monday >= from && monday < to) found.push(monday);
  }
}

/** Times `every` milliseconds apart, the one at `phase` among them, in a period. */
export function periodic(every: number, phase: number, from: number, to: number): readonly number[] {
  const first = phase + Math.ceil((from - phase) / every) * every;
  return Array.from({ length: Math.max(0, Math.ceil((to - first) / every)) }, (_, index) => first + index * every);
}

import { DAY_MS } from './base/time.ts';
import type { Deadline } from './ports.ts';

/** Time kept back for verdicts, publishing and the summary: the smaller of 90 s and two fifths of what there is. */
const RESERVE_MS = 90_000;

/** No limit: what a run from the command line has, until somebody interrupts it. */
export function noDeadline(signal: AbortSignal = new AbortController().signal): Deadline {
  return { timeLeft: () => Number.POSITIVE_INFINITY, signal };
}

/**
 * The deadline for reading inside a run that may last `remaining` milliseconds more. When it passes, reading stops where
 * it is, and what was not read is stated; work after that uses the reserve. `stop` frees the timer.
 */
export function readingDeadline(remaining: () => number): Deadline & { stop(): void } {
  const total = remaining();
  const reserve = Math.min(RESERVE_MS, total * 0.4);
  const controller = new AbortController();
  const stop = (): void => controller.abort(new Error('the time for reading was up'));
  const wait = Math.max(0, total - reserve);
  const timer = setTimeout(stop, Math.min(wait, DAY_MS));
  return {
    timeLeft: () => Math.max(0, remaining() - reserve),
    signal: controller.signal,
    stop: () => clearTimeout(timer),
  };
}

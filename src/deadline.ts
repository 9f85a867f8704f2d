import { DAY_MS } from './base/time.ts';
import type { Deadline } from './ports.ts';

/** What a run must have finished by when. */
export interface RunDeadlines {
  /** When it passes, reading stops where it is, and what was not read is stated in the result. */
  readonly reading: Deadline;
  /** When it passes, no further role is judged, and those that were not count as unreadable. */
  readonly judging: Deadline;
  /** When it passes, no further policy is worked out. */
  readonly recommending: Deadline;
  /** When it passes, publishing and notifying stop; the summary is still returned. */
  readonly writing: Deadline;
  /** Frees the timers. */
  stop(): void;
}

/**
 * Kept back for verdicts, publishing and the summary: the smaller of 150 s and two fifths of what there is. An account of 2,000
 * roles and 13,000 findings is reckoned to take some 85 s of it (docs/scale.md).
 */
const WRITING_RESERVE_MS = 150_000;
/** Kept back for publishing and what follows. */
const PUBLISHING_RESERVE_MS = 90_000;
/** Kept back for the report and the summary, once findings are published. */
const REPORTING_RESERVE_MS = 30_000;
/** Kept back for returning the summary: the smaller of 5 s and a tenth of what there is. */
const RETURN_RESERVE_MS = 5_000;

/** No limit but an interruption: what a run from the command line has. */
export function unlimited(signal: AbortSignal = new AbortController().signal): RunDeadlines {
  const deadline: Deadline = { timeLeft: () => Number.POSITIVE_INFINITY, signal };
  return { reading: deadline, judging: deadline, recommending: deadline, writing: deadline, stop: () => undefined };
}

/** The deadlines inside a run that may last `remaining()` milliseconds more, as Lambda says. */
export function runDeadlines(remaining: () => number): RunDeadlines {
  const total = remaining();
  const reading = deadlineBefore(remaining, Math.min(WRITING_RESERVE_MS, total * 0.4), 'the time for reading was up');
  const judging = deadlineBefore(
    remaining,
    Math.min(PUBLISHING_RESERVE_MS, total * 0.25),
    'the time for judging was up',
  );
  const recommending = deadlineBefore(
    remaining,
    Math.min(REPORTING_RESERVE_MS, total * 0.15),
    'the time for working out policies was up',
  );
  const writing = deadlineBefore(remaining, Math.min(RETURN_RESERVE_MS, total * 0.1), 'the time for publishing was up');
  return {
    reading,
    judging,
    recommending,
    writing,
    stop() {
      for (const each of [reading, judging, recommending]) each.stop();
      writing.stop();
    },
  };
}

/** Why work that has not begun is left out, where the time for it is up; undefined where there is time. */
export function outOfTime(deadline: Deadline | undefined): string | undefined {
  return deadline === undefined || deadline.timeLeft() > 0 ? undefined : 'the time for it was up before its turn came';
}

function deadlineBefore(remaining: () => number, reserve: number, reason: string): Deadline & { stop(): void } {
  const controller = new AbortController();
  const wait = Math.min(Math.max(0, remaining() - reserve), DAY_MS);
  const timer = setTimeout(() => controller.abort(new Error(reason)), wait);
  return {
    timeLeft: () => Math.max(0, remaining() - reserve),
    signal: controller.signal,
    stop: () => clearTimeout(timer),
  };
}

import { DAY_MS } from './base/time.ts';
import type { Deadline } from './ports.ts';

/** What a run must have finished by when, in the order in which the times pass. */
export interface RunDeadlines {
  /** When it passes, reading stops where it is, and what was not read is stated in the result. */
  readonly reading: Deadline;
  /** When it passes, no further role is judged, and those that were not count as unreadable. */
  readonly judging: Deadline;
  /** When it passes, rules look at no further role. */
  readonly evaluating: Deadline;
  /** When it passes, no further policy is worked out. */
  readonly recommending: Deadline;
  /** When it passes, a report that is not put together is left out. */
  readonly reporting: Deadline;
  /** When it passes, publishing and notifying stop; the summary is still returned. */
  readonly writing: Deadline;
  /** Frees the timers. */
  stop(): void;
}

type Work = Exclude<keyof RunDeadlines, 'stop'>;

/**
 * Kept back when each work must end: the smaller of so many milliseconds and a share of what there is. An account of 2,000 roles and
 * 13,000 findings is reckoned to take some 85 s for what follows reading (docs/scale.md). Between two deadlines there is time for one
 * role more than was foreseen: nobody stops in the middle of one.
 */
const RESERVES: Readonly<Record<Work, { readonly most: number; readonly share: number; readonly name: string }>> = {
  reading: { most: 150_000, share: 0.4, name: 'reading' },
  judging: { most: 110_000, share: 0.35, name: 'judging' },
  evaluating: { most: 90_000, share: 0.25, name: 'rules' },
  recommending: { most: 40_000, share: 0.2, name: 'working out policies' },
  reporting: { most: 25_000, share: 0.16, name: 'the report' },
  writing: { most: 5_000, share: 0.1, name: 'publishing' },
};

/** No limit but an interruption: what a run from the command line has. */
export function unlimited(signal: AbortSignal = new AbortController().signal): RunDeadlines {
  const deadline: Deadline = { timeLeft: () => Number.POSITIVE_INFINITY, signal };
  return { ...each(() => deadline), stop: () => undefined };
}

/** The same deadlines, and an interruption that comes before them. */
export function withInterruption(deadlines: RunDeadlines, signal: AbortSignal): RunDeadlines {
  const interrupted = (deadline: Deadline): Deadline => ({
    timeLeft: () => (signal.aborted ? 0 : deadline.timeLeft()),
    signal: AbortSignal.any([deadline.signal, signal]),
  });
  return { ...each((work) => interrupted(deadlines[work])), stop: () => deadlines.stop() };
}

/** The deadlines inside a run that may last `remaining()` milliseconds more, as Lambda says. */
export function runDeadlines(remaining: () => number): RunDeadlines {
  const total = remaining();
  const deadlines = each((work) => {
    const { most, share, name } = RESERVES[work];
    return deadlineBefore(remaining, Math.min(most, total * share), `the time for ${name} was up`);
  });
  return {
    ...deadlines,
    stop() {
      for (const deadline of Object.values(deadlines)) deadline.stop();
    },
  };
}

function each<T>(deadlineOf: (work: Work) => T): Readonly<Record<Work, T>> {
  return {
    reading: deadlineOf('reading'),
    judging: deadlineOf('judging'),
    evaluating: deadlineOf('evaluating'),
    recommending: deadlineOf('recommending'),
    reporting: deadlineOf('reporting'),
    writing: deadlineOf('writing'),
  };
}

/** Why work is left out, where the time for it is up; undefined where there is time. */
export function outOfTime(deadline: Deadline | undefined): string | undefined {
  return deadline === undefined || deadline.timeLeft() > 0 ? undefined : 'the time for it was up';
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

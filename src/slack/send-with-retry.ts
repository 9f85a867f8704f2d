import { setTimeout as sleep } from 'node:timers/promises';
import { ok, problem, type Result } from '../base/result.ts';

/** The time that sending may take. */
export interface RetryBudget {
  /** Milliseconds for all attempts together, waits included; default 20,000. */
  readonly total?: number;
  /** Milliseconds for one attempt; default 5,000. */
  readonly timeout?: number;
  readonly signal?: AbortSignal;
}

/** Why one attempt failed. */
export interface SendFailure {
  /** For people; holds no part of a URL, token or answer. */
  readonly why: string;
  /** False where another attempt would fail in the same way. */
  readonly passing: boolean;
  /** Milliseconds that the service asks to wait. */
  readonly retryAfter?: number;
}

const ATTEMPTS = 4;
/** Milliseconds; doubled after each attempt, unless the service says how long to wait. */
const FIRST_WAIT = 500;
const TOTAL = 20_000;

/** When a budget that begins now is used up, by `performance.now()`. */
export function deadlineOf({ total = TOTAL }: RetryBudget): number {
  return performance.now() + total;
}

/**
 * Sends until an attempt succeeds or fails for good, the attempts are used up, or the next wait would pass the deadline.
 * Never throws: the result says in words what failed.
 */
export async function sendWithRetry<T>(
  send: () => Promise<T>,
  describe: (error: unknown) => SendFailure,
  { deadline, signal }: { readonly deadline: number; readonly signal: AbortSignal | undefined },
): Promise<Result<T>> {
  for (let attempts = 1; ; attempts += 1) {
    try {
      return ok(await send());
    } catch (error) {
      const { why, passing, retryAfter } = describe(error);
      const wait = retryAfter ?? FIRST_WAIT * 2 ** (attempts - 1);
      if (signal?.aborted === true) return problem(`${why}; the run's deadline came first`);
      if (!passing || attempts >= ATTEMPTS) return problem(why);
      if (performance.now() + wait > deadline) {
        return problem(`${why}; the next attempt would have come too late, in ${Math.ceil(wait / 1000)} s`);
      }
      try {
        await sleep(wait, undefined, signal === undefined ? {} : { signal });
      } catch {
        return problem(`${why}; the run's deadline came before the next try`);
      }
    }
  }
}

/** Milliseconds in a Retry-After header of seconds; `undefined` where there is none that can be read. */
export function retryAfterOf(header: string | null): number | undefined {
  const seconds = Number(header);
  return header === null || !Number.isFinite(seconds) || seconds < 0 ? undefined : seconds * 1_000;
}

/** Slack's own word for what is wrong (`invalid_blocks`); anything longer is not Slack's and is not repeated. */
export function slackWord(text: string): string | undefined {
  return /^[a-z_]{1,60}$/.exec(text.trim())?.[0];
}

import { setTimeout as sleep } from 'node:timers/promises';
import { ok, problem, type Result } from '../base/result.ts';

/** How long, and how often, something is sent. */
export interface Patience {
  /** Milliseconds that may pass in waiting and sending, all sends together; default 20,000. */
  readonly patience?: number;
  /** Milliseconds for one send; default 5,000. */
  readonly timeout?: number;
  readonly signal?: AbortSignal;
}

/** What the service refused, or did not answer. */
export interface SendFailure {
  /** For people; holds no part of a URL, token or answer. */
  readonly why: string;
  /** False where another try would fail in the same way. */
  readonly passing: boolean;
  /** Milliseconds that the service asks to wait. */
  readonly retryAfter?: number;
}

const SENDS = 4;
const FIRST_WAIT = 500;
const PATIENCE = 20_000;

/** When the patience is over, by `performance.now()`. */
export function deadlineOf({ patience = PATIENCE }: Patience): number {
  return performance.now() + patience;
}

/**
 * Sends until it succeeds, fails for good, or the deadline would pass in waiting. What fails is told in words, never
 * thrown.
 */
export async function sendPatiently<T>(
  send: () => Promise<T>,
  describe: (error: unknown) => SendFailure,
  { deadline, signal }: { readonly deadline: number; readonly signal: AbortSignal | undefined },
): Promise<Result<T>> {
  for (let sends = 1; ; sends += 1) {
    try {
      return ok(await send());
    } catch (error) {
      const { why, passing, retryAfter } = describe(error);
      const wait = retryAfter ?? FIRST_WAIT * 2 ** (sends - 1);
      if (signal?.aborted === true) return problem(`${why}; the run's deadline came first`);
      if (!passing || sends >= SENDS) return problem(why);
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

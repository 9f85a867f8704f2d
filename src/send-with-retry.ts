import { setTimeout as sleep } from 'node:timers/promises';

/** The time that sending may take. */
export interface RetryBudget {
  /** Milliseconds that all attempts together have from now on, waits included; default 20,000. */
  readonly timeLeft?: () => number;
  /** Milliseconds for one attempt; default 5,000. */
  readonly timeout?: number;
  readonly signal?: AbortSignal;
}

/** Why one attempt failed. */
export interface SendFailure {
  /** For people; holds no part of a URL, token or answer. */
  readonly why: string;
  /**
   * `retry`: nothing was done, and a later attempt may succeed. `refused`: another would fail in the same way. `unclear`: the message may
   * have arrived, so that another attempt could send it twice.
   */
  readonly kind: 'retry' | 'refused' | 'unclear';
  /** Milliseconds that the service asks to wait. */
  readonly retryAfter?: number;
  /** The service's own word for it, where it gave one: `invalid_blocks`. */
  readonly word?: string;
}

/** What came of all attempts. */
export type Sent<T> =
  | { readonly outcome: 'delivered'; readonly value: T }
  | { readonly outcome: 'refused' | 'unclear'; readonly why: string; readonly word?: string };

/** How the attempts are made. */
export interface SendOptions {
  /** When the time is up, by `performance.now()`. */
  readonly deadline: number;
  readonly signal: AbortSignal | undefined;
  /** Awaited before each attempt: the rate of the service. Rejects where the signal ends it. */
  readonly ready?: (signal?: AbortSignal) => Promise<unknown>;
}

const ATTEMPTS = 4;
/** Milliseconds; doubled after each attempt, unless the service says how long to wait. */
const FIRST_WAIT = 500;
const TOTAL = 20_000;
/** Waits of at least so many milliseconds, where a service asked for them, use up no attempts. */
const ASKED_WAIT = 100;
/** A service that asks for more waits than these is not worth the run's time. */
const ASKED_WAITS = 10;

/** When a budget that begins now is used up, by `performance.now()`. */
export function deadlineOf({ timeLeft = () => TOTAL }: RetryBudget): number {
  return performance.now() + timeLeft();
}

/**
 * Sends until an attempt succeeds, fails for good or may have succeeded, the attempts are used up, or the next wait would pass the
 * deadline. Never throws: the result says in words what failed.
 */
export async function sendWithRetry<T>(
  send: () => Promise<T>,
  describe: (error: unknown) => SendFailure,
  { deadline, signal, ready }: SendOptions,
): Promise<Sent<T>> {
  let last: SendFailure | undefined;
  let askedWaits = 0;
  for (let attempts = 1; ; ) {
    try {
      await ready?.(signal);
      signal?.throwIfAborted();
    } catch {
      return refused(last, "the run's deadline came before the next try");
    }
    try {
      return { outcome: 'delivered', value: await send() };
    } catch (error) {
      last = describe(error);
    }
    const { kind, retryAfter } = last;
    if (kind === 'unclear') return { ...ended(last), outcome: 'unclear' };
    if (kind === 'refused') return ended(last);
    if (signal?.aborted === true) return refused(last, "the run's deadline came first");
    if (retryAfter === undefined || retryAfter < ASKED_WAIT) {
      attempts += 1;
      if (attempts > ATTEMPTS) return ended(last);
    } else {
      askedWaits += 1;
      if (askedWaits > ASKED_WAITS) return ended(last);
    }
    const wait = retryAfter ?? FIRST_WAIT * 2 ** (attempts - 2);
    if (performance.now() + wait > deadline) {
      return refused(last, `the next attempt would have come too late, in ${Math.ceil(wait / 1000)} s`);
    }
    try {
      await sleep(wait, undefined, signal === undefined ? {} : { signal });
    } catch {
      return refused(last, "the run's deadline came before the next try");
    }
  }
}

function ended({ why, word }: SendFailure): Extract<Sent<never>, { readonly why: string }> {
  return { outcome: 'refused', why, ...(word !== undefined && { word }) };
}

function refused(last: SendFailure | undefined, reason: string): Sent<never> {
  return { outcome: 'refused', why: last === undefined ? `Not sent: ${reason}` : `${last.why}; ${reason}` };
}

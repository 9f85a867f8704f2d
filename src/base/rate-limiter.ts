/** A documented rate: `burst` calls at once, `perSecond` sustained. */
export interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

/** Resolves when the next call may be sent; rejects when the signal ends the wait. */
export type RateLimiter = (signal?: AbortSignal) => Promise<void>;

/** Time as a rate limiter needs it. */
export interface Timer {
  /** Milliseconds, never going back. */
  now(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<unknown>;
}

/**
 * Makes a token bucket that callers queue at in the order they come. Each call reserves its place at once, so any number
 * of concurrent callers together keep the rate.
 */
export function rateLimiter(rate: Rate, timer: Timer): RateLimiter {
  const interval = 1000 / rate.perSecond;
  let reserved = Number.NEGATIVE_INFINITY;
  return async (signal) => {
    signal?.throwIfAborted();
    const at = timer.now();
    // No place is older than a full bucket: what was not used longer ago is gone.
    reserved = Math.max(reserved + interval, at - (rate.burst - 1) * interval);
    if (reserved > at) await timer.sleep(reserved - at, signal);
  };
}

/** Sends each call at once. */
export const noRateLimit: RateLimiter = async (signal) => signal?.throwIfAborted();

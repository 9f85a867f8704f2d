import { setTimeout as sleep } from 'node:timers/promises';

/** A documented rate: `burst` calls at once, `perSecond` sustained. */
export interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

/** Resolves when the next call may be sent; rejects when the signal ends the wait. */
export type Pace = (signal?: AbortSignal) => Promise<void>;

/** Time as a pace needs it; replaced by a simulated one in tests. */
export interface Timer {
  /** Milliseconds, never going back. */
  now(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<unknown>;
}

const REAL_TIME: Timer = {
  now: () => performance.now(),
  sleep: (ms, signal) => sleep(ms, undefined, signal === undefined ? {} : { signal }),
};

/**
 * A token bucket that callers queue at in the order they come. Each call reserves its place at once, so any number of
 * concurrent callers together keep the rate.
 */
export function paceAt(rate: Rate, timer: Timer = REAL_TIME): Pace {
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

/** No pace: each call is sent at once. */
export const UNPACED: Pace = async (signal) => signal?.throwIfAborted();

/** Amazon ECS, "API throttling": task-definition reads, a little below 50 burst and 20/s so that retries have room. */
export const TASK_DEFINITION_READS: Rate = { burst: 45, perSecond: 19 };
/** Amazon ECS, "API throttling": cluster-resource and service reads are 100 burst, 20/s. */
export const CLUSTER_READS: Rate = { burst: 90, perSecond: 19 };
/** AWS CloudTrail API Reference, "LookupEvents": two calls a second per account and Region. */
export const LOOKUP_EVENTS: Rate = { burst: 1, perSecond: 1.95 };
/** "Quotas in AWS CloudTrail": ten calls a second of all other reads. */
export const TRAIL_READS: Rate = { burst: 4, perSecond: 8 };
/** AWS Security Hub API Reference, "GetFindings": 3/s, burst 6. */
export const GET_FINDINGS: Rate = { burst: 1, perSecond: 2.9 };
/** AWS Security Hub API Reference, "BatchImportFindings": 10/s, burst 30. */
export const IMPORT_FINDINGS: Rate = { burst: 5, perSecond: 9 };
/** AWS Security Hub API Reference, "BatchUpdateFindings": 10/s, burst 30. */
export const UPDATE_FINDINGS: Rate = { burst: 5, perSecond: 9 };
/** IAM publishes no rate; this one is known to pass in busy accounts. */
export const IAM_READS: Rate = { burst: 20, perSecond: 15 };
/** IAM publishes no rate; its jobs of last-accessed data run beside the reading of roles. */
export const LAST_ACCESSED_READS: Rate = { burst: 8, perSecond: 8 };

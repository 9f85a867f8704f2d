import { setTimeout as sleep } from 'node:timers/promises';
import type { Timer } from './base/rate-limiter.ts';

/** The machine's own time: monotonic milliseconds since the process started. */
export const realTimer: Timer = {
  now: () => performance.now(),
  sleep: (ms, signal) => sleep(ms, undefined, signal === undefined ? {} : { signal }),
};

import { afterAll, vi } from 'vitest';

/** Time that stands still until it is set; it is `Date.now()` for the whole file, and the real one again after it. */
export interface SimulatedClock {
  set(at: number): void;
}

/** Takes the clock of this process. Timers, and code outside this process, keep the real one. */
export function simulatedClock(start: number): SimulatedClock {
  let present = start;
  const spy = vi.spyOn(Date, 'now').mockImplementation(() => present);
  afterAll(() => spy.mockRestore());
  return {
    set(at) {
      present = at;
    },
  };
}

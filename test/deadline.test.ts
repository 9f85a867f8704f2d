import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { runDeadlines } from '../src/deadline.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** How much of a run's time is left when reading, and when writing, has to end. Seconds. */
function leftAtTheEnd(seconds: number): {
  readonly reading: number;
  readonly judging: number;
  readonly recommending: number;
  readonly writing: number;
} {
  const end = Date.now() + seconds * 1000;
  const deadlines = runDeadlines(() => end - Date.now());
  const left = { reading: Number.NaN, judging: Number.NaN, recommending: Number.NaN, writing: Number.NaN };
  for (const of of ['reading', 'judging', 'recommending', 'writing'] as const) {
    deadlines[of].signal.addEventListener('abort', () => {
      left[of] = (end - Date.now()) / 1000;
    });
  }
  vi.advanceTimersByTime(seconds * 1000);
  deadlines.stop();
  return left;
}

test.each([
  [900, { reading: 150, judging: 90, recommending: 30, writing: 5 }],
  [100, { reading: 40, judging: 25, recommending: 15, writing: 5 }],
  [10, { reading: 4, judging: 2.5, recommending: 1.5, writing: 1 }],
])('of %d seconds, time is kept back for publishing and for the summary', (seconds, left) => {
  expect(leftAtTheEnd(seconds)).toEqual(left);
});

test('what has stopped ends nothing any more', () => {
  const deadlines = runDeadlines(() => 10_000);
  deadlines.stop();
  vi.advanceTimersByTime(20_000);
  expect([deadlines.reading.signal.aborted, deadlines.writing.signal.aborted]).toEqual([false, false]);
});

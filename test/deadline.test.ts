import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { runDeadlines } from '../src/deadline.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const WORK = ['reading', 'judging', 'evaluating', 'recommending', 'reporting', 'writing'] as const;

/** How much of a run's time is left when each work has to end. Seconds. */
function leftAtTheEnd(seconds: number): Readonly<Record<string, number>> {
  const end = Date.now() + seconds * 1000;
  const deadlines = runDeadlines(() => end - Date.now());
  const left: Record<string, number> = {};
  for (const of of WORK) {
    deadlines[of].signal.addEventListener('abort', () => {
      left[of] = (end - Date.now()) / 1000;
    });
  }
  vi.advanceTimersByTime(seconds * 1000);
  deadlines.stop();
  return left;
}

test.each([
  [900, { reading: 150, judging: 110, evaluating: 90, recommending: 40, reporting: 25, writing: 5 }],
  [100, { reading: 40, judging: 35, evaluating: 25, recommending: 20, reporting: 16, writing: 5 }],
  [10, { reading: 4, judging: 3.5, evaluating: 2.5, recommending: 2, reporting: 1.6, writing: 1 }],
])('of %d seconds, time is kept back for publishing, the message and the summary', (seconds, left) => {
  expect(leftAtTheEnd(seconds)).toEqual(left);
});

test('what has stopped ends nothing any more', () => {
  const deadlines = runDeadlines(() => 10_000);
  deadlines.stop();
  vi.advanceTimersByTime(20_000);
  expect([deadlines.reading.signal.aborted, deadlines.writing.signal.aborted]).toEqual([false, false]);
});

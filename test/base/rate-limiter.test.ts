import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Rate, rateLimiter, type Timer } from '../../src/base/rate-limiter.ts';
import { realTimer } from '../../src/real-timer.ts';

/** When each call is let through, for calls made at the given times, in simulated milliseconds. */
async function passes(rate: Rate, calls: readonly number[]): Promise<number[]> {
  let now = 0;
  const passed: number[] = [];
  let wait = 0;
  const timer: Timer = {
    now: () => now,
    sleep: async (ms) => {
      wait = ms;
    },
  };
  const limiter = rateLimiter(rate, timer);
  for (const at of calls) {
    now = at;
    wait = 0;
    await limiter();
    passed.push(at + wait);
  }
  return passed;
}

describe('rateLimiter()', () => {
  test('lets the burst through at once and spreads what follows', async () => {
    expect(await passes({ burst: 3, perSecond: 10 }, [0, 0, 0, 0, 0])).toEqual([0, 0, 0, 100, 200]);
  });

  test('lets two calls a second through where there is no burst', async () => {
    expect(await passes({ burst: 1, perSecond: 2 }, [0, 0, 0, 5_000, 5_000])).toEqual([0, 500, 1_000, 5_000, 5_500]);
  });

  test('takes ten thousand task-definition reads in the time that 19 a second need, no longer', async () => {
    const last = (await passes({ burst: 45, perSecond: 19 }, Array<number>(10_000).fill(0))).at(-1);
    expect(last).toBeCloseTo(((10_000 - 45) / 19) * 1_000, 0);
  });

  test('never lets more than burst and rate through in any interval', async () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 1, max: 20 }),
        gaps,
        async (burst, perSecond, steps) => {
          let at = 0;
          const calls = steps.map((step) => (at += step));
          const passed = await passes({ burst, perSecond }, calls);
          for (const [index, from] of passed.entries()) {
            expect(from).toBeGreaterThanOrEqual(calls[index] ?? 0);
            for (const [more, to] of passed.slice(index).entries()) {
              expect(more + 1).toBeLessThanOrEqual(burst + ((to - from) / 1_000) * perSecond + 1e-6);
            }
          }
        },
      ),
    );
  });

  test('rejects waiting callers when the signal comes', async () => {
    const controller = new AbortController();
    const limiter = rateLimiter({ burst: 1, perSecond: 0.01 }, realTimer);
    await limiter(controller.signal);
    const waiting = limiter(controller.signal);
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
    await expect(limiter(controller.signal)).rejects.toMatchObject({ name: 'AbortError' });
  });
});

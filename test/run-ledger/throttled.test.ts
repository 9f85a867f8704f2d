import { describe, expect, test } from 'vitest';
import { throttled } from '../../src/run-ledger/throttled.ts';

/** Asks for work of so many milliseconds at these times, and gives the times at which it was done. */
async function doneAt(takes: number, asked: readonly number[]): Promise<readonly number[]> {
  let clock = 0;
  const done: number[] = [];
  const work = throttled(
    async () => {
      done.push(clock);
      clock += takes;
    },
    () => clock,
  );
  for (const at of asked) {
    clock = Math.max(clock, at);
    await work();
  }
  return done;
}

describe('throttled()', () => {
  test('does quick work whenever it is asked for', async () => {
    expect(await doneAt(10, [0, 20, 40, 41])).toEqual([0, 20, 40, 50]);
  });

  test('rests after work that took long, nine times as long', async () => {
    expect(await doneAt(1_000, [0, 2_000, 9_999, 10_000, 11_500, 20_001])).toEqual([0, 10_000, 20_001]);
  });

  test('fails as the work does, and does it again when asked again', async () => {
    let calls = 0;
    const work = throttled(async () => {
      calls += 1;
      throw new Error('broken');
    });
    await expect(work()).rejects.toThrow('broken');
    await expect(work()).rejects.toThrow('broken');
    expect(calls).toBe(2);
  });
});

import { expect, test } from 'vitest';
import { contentLimits } from '../../../src/sources/trail/content-limits.ts';

const MIB = 1024 * 1024;

test.each([
  [512, 2, 64],
  [1769, 2, 110],
  [1769, 1, 221],
  [4096, 4, 128],
  [65_536, 4, 256],
])('with %d MiB and %d threads a file may hold %d MiB', (memory, threads, content) => {
  const limits = contentLimits(memory * MIB, threads);
  expect(Math.floor(limits.content / MIB)).toBe(content);
  expect(limits.stored).toBe(limits.content / 4);
  expect(limits.parsed).toBe(16 * MIB);
});

test('what all threads hold twice takes half of the least memory at most, and a quarter of more', () => {
  for (const [memory, threads, part] of [
    [512, 2, 1 / 2],
    [1769, 2, 1 / 4],
    [10_240, 4, 1 / 4],
  ] as const) {
    const held = 2 * threads * contentLimits(memory * MIB, threads).content;
    expect(held).toBeLessThanOrEqual(part * memory * MIB);
  }
});

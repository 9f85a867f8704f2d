import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { documentLimit, inflateDocument } from '../../src/run-ledger/inflate-document.ts';

const MIB = 1024 * 1024;

test.each([
  [128, 32],
  [512, 32],
  [1769, 110],
  [10_240, 256],
])('with %d MiB of memory a document may hold %d MiB', (memory, most) => {
  expect(Math.floor(documentLimit(memory * MIB) / MIB)).toBe(most);
});

test('a document is read up to the limit, and stops there', async () => {
  const text = 'é'.repeat(MIB);
  expect(await inflateDocument(gzipSync(text), 2 * MIB)).toEqual({ ok: true, value: text });
  expect(await inflateDocument(gzipSync(`${text} `), 2 * MIB)).toEqual({
    unusable: expect.stringContaining('it holds more than 2 MB'),
  });
});

test('a bomb costs no more memory than what is allowed', async () => {
  const bomb = gzipSync(Buffer.alloc(300 * MIB), { level: 9 });
  const before = process.memoryUsage().rss;
  expect(await inflateDocument(bomb, MIB)).toHaveProperty('unusable');
  expect(process.memoryUsage().rss - before).toBeLessThan(100 * MIB);
});

test('what is no gzip has a problem', async () => {
  expect(await inflateDocument(Buffer.from('{}'), MIB)).toEqual({
    ok: false,
    problem: 'it is not gzip, or was cut off: incorrect header check',
  });
});

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readAtMost } from '../../src/local/read-at-most.ts';

test('a file is read up to the limit', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'at-most-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  const path = join(directory, 'file');
  await writeFile(path, 'x'.repeat(100_000));
  expect((await readAtMost(path, 100_000)).toString()).toBe('x'.repeat(100_000));
  await expect(readAtMost(path, 99_999)).rejects.toThrow('it holds more than 99999 bytes');
});

test('a device that never ends is read no further than the limit', async () => {
  await expect(readAtMost('/dev/zero', 1_000_000)).rejects.toThrow('it holds more than 1000000 bytes');
});

test('a file that is not there, or is none, is an error with its code', async () => {
  await expect(readAtMost('no-such-file', 10)).rejects.toMatchObject({ code: 'ENOENT' });
  await expect(readAtMost('.', 10)).rejects.toMatchObject({ code: 'EISDIR' });
});

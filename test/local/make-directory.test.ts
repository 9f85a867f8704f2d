import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeDirectory } from '../../src/local/make-directory.ts';

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'auditor-directory-'));
});
afterAll(() => rmSync(root, { recursive: true }));

test('makes a directory and those above it, and takes one that is there', async () => {
  const path = join(root, 'a', 'b', 'c');
  await makeDirectory(path);
  await makeDirectory(path);
  expect(statSync(path).isDirectory()).toBe(true);
});

test('two runs that make the same directory at once both get it', async () => {
  const path = join(root, 'race', 'deep', 'er');
  await Promise.all(Array.from({ length: 8 }, () => makeDirectory(path)));
  expect(existsSync(path)).toBe(true);
});

test('refuses a file that is in the way', async () => {
  const file = join(root, 'file');
  writeFileSync(file, '');
  await expect(makeDirectory(file)).rejects.toThrow(`"${file}" is not a directory`);
  await expect(makeDirectory(join(file, 'below'))).rejects.toThrow('ENOTDIR');
});

test('gives up at once where the file system makes no directories', async () => {
  await expect(makeDirectory('/proc/nosuch/deeper')).rejects.toThrow(/mkdir|nosuch/);
});

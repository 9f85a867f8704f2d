import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { gzipText } from '../../src/stored-report/gzip-text.ts';

test.each([[[]], [['']], [['a', '', 'é', '\u{1F512}']]])('%j comes back as it went in', async (pieces) => {
  expect(gunzipSync(await gzipText(pieces)).toString()).toBe(pieces.join(''));
});

test('a text of more pieces than are held at once comes back whole', async () => {
  const pieces = Array.from({ length: 5_000 }, (_, index) => `${index} `.repeat(20));
  expect(gunzipSync(await gzipText(pieces)).toString()).toBe(pieces.join(''));
});

test('fails with what its pieces throw', async () => {
  function* broken(): Generator<string> {
    yield 'a';
    throw new Error('no more');
  }
  await expect(gzipText(broken())).rejects.toThrow('no more');
});

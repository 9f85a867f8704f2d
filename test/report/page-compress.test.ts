import { inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compressText } from '../../src/report/page/write/compress.ts';

function decompressed(base64: string): string {
  return inflateRawSync(Buffer.from(base64, 'base64')).toString();
}

test('compressText() keeps a text, however it is cut into pieces', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' })), (pieces) => {
      expect(decompressed(compressText(pieces))).toBe(pieces.join(''));
    }),
  );
});

test('compressText() keeps a text that is longer than what it compresses at a time, and hardly compressible', () => {
  let state = 1;
  const pieces = Array.from({ length: 200_000 }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return `${state.toString(36)}ü€`;
  });
  const compressed = compressText(pieces);
  expect(compressed).toMatch(/^[A-Za-z0-9+/]+={0,2}$/);
  expect(decompressed(compressed)).toBe(pieces.join(''));
});

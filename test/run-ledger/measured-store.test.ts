import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { measuredStore } from '../../src/run-ledger/measured-store.ts';
import { memoryStore } from './memory-store.ts';

test('counts what was read or written last of each document, and how full the fullest is', async () => {
  const inner = memoryStore();
  await inner.write('old', gzipSync('x'.repeat(400)), undefined);
  await inner.write('unread', gzipSync('x'.repeat(5_000)), undefined);
  const store = measuredStore(inner, 1_000);
  expect(store.size()).toEqual({ bytes: 0, fullness: 0 });

  const old = await store.read('old');
  const version = old !== undefined && 'version' in old ? old.version : undefined;
  expect(store.size()).toEqual({ bytes: gzipSync('x'.repeat(400)).length, fullness: 0.4 });

  const grown = gzipSync('x'.repeat(900));
  expect(await store.write('old', grown, 'another version')).toBe('lostRace');
  expect(store.size().fullness).toBe(0.4);
  await store.write('old', grown, version);
  await store.write('damaged', new Uint8Array(3), undefined);
  expect(store.size()).toEqual({ bytes: grown.length + 3, fullness: 0.9 });
});

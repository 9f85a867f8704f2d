import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readingModule } from '../scripts/build-reading.ts';

test('the digest of what events are taken to prove is that of the sources', () => {
  const kept = readFileSync('src/ledger/generated/reading.ts', 'utf8');
  expect(kept, 'run npm run prepare').toBe(readingModule());
});

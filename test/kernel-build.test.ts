import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { kernelModule } from '../scripts/build-kernel.ts';

test('the compiled kernel is that of the sources', async () => {
  const kept = readFileSync('src/cloudtrail/scan/kernel/generated/kernel.ts', 'utf8');
  expect(kept === (await kernelModule()), 'run npm run prepare').toBe(true);
});

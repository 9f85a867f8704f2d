import fc from 'fast-check';
import { afterAll, vi } from 'vitest';

// Properties try the same cases each time, so that the gate says the same of the same sources; others on demand: `PROPERTY_SEED=random`.
const seed = process.env['PROPERTY_SEED'] ?? '1';
if (seed !== 'random') fc.configureGlobal({ seed: Number(seed) });

// The next file runs in the same process.
afterAll(() => {
  vi.unstubAllEnvs();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

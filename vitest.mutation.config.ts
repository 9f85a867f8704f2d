import { defineConfig } from 'vitest/config';

/** The tests of the deciding folders alone; tests on the wire would only make each mutant slow. */
export default defineConfig({
  test: {
    include: ['test/iam/**/*.test.ts', 'test/cloudtrail/**/*.test.ts', 'test/properties/iam*.test.ts'],
    testTimeout: 30_000,
  },
});

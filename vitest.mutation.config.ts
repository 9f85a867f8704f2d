import { defineConfig } from 'vitest/config';

// Not UTC: a mutant that reads a time as local time must show.
process.env['TZ'] = 'America/New_York';

/** The tests of the deciding folders alone; tests on the wire would only make each mutant slow. */
export default defineConfig({
  test: {
    include: ['test/iam/**/*.test.ts', 'test/cloudtrail/**/*.test.ts', 'test/properties/iam*.test.ts'],
    testTimeout: 30_000,
  },
});

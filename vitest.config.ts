import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // Tests on the wire mostly wait.
    maxConcurrency: 24,
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts', 'handlers/**/*.ts'],
      // The page's own code runs in a browser, where test/browser tests it.
      exclude: ['src/**/generated/**', 'src/browser/**'],
      thresholds: { lines: 95, functions: 95, branches: 88, statements: 95 },
      reporter: ['text-summary', 'lcov'],
    },
  },
});

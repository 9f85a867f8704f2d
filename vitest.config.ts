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
      exclude: ['src/**/generated/**'],
      reporter: ['text-summary', 'lcov'],
    },
  },
});

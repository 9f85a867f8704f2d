import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Files share a worker, which has loaded the program once; what a file changed of the process is undone after it.
    isolate: false,
    // On two cores, too, two files run side by side: many wait for processes and sockets.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // V8 13.6 may abort ("Check failed: jit_page.has_value()") where processors have memory protection keys and WebAssembly
    // comes and goes in several threads.
    execArgv: ['--no-memory-protection-keys'],
    setupFiles: ['test/support/clean-process.ts'],
    // Nothing is timed here; this only ends what hangs, on a machine of two busy cores too.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // Tests on the wire mostly wait.
    maxConcurrency: 24,
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts', 'handlers/**/*.ts'],
      // The page's own code runs in a browser, where test/browser tests it; the kernel's is compiled to WebAssembly.
      exclude: ['src/**/generated/**', 'src/browser/**', 'src/cloudtrail/scan/kernel/assembly/**'],
      thresholds: { lines: 95, functions: 95, branches: 88, statements: 95 },
      reporter: ['text-summary', 'lcov'],
    },
  },
});

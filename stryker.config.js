/** Mutation testing of the deciding folders: would the tests notice? Run with `npm run mutation -- --mutate 'src/iam/**\/*.ts'`. */
export default {
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  // Stryker cannot read tsconfig.json with TypeScript 7; nothing in it matters to a run without type checks.
  tsconfigFile: 'none.json',
  vitest: { configFile: 'vitest.mutation.config.ts', related: true },
  mutate: ['src/iam/**/*.ts', 'src/cloudtrail/**/*.ts', '!src/**/generated/**', '!src/**/assembly/**'],
  coverageAnalysis: 'perTest',
  ignoreStatic: true,
  reporters: ['clear-text', 'progress', 'json'],
  jsonReporter: { fileName: 'coverage/mutation.json' },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false, reportScoreTable: true },
  // The first run of all tests, on a busy machine.
  dryRunTimeoutMinutes: 30,
  tempDirName: '.stryker-tmp',
  ignorePatterns: ['.ric', 'dist', 'coverage', 'docs', 'demo-out'],
  thresholds: { high: 95, low: 90, break: 90 },
};

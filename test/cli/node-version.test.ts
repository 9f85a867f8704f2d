import { expect, test } from 'vitest';
import { nodeVersionProblem } from '../../src/cli/node-version.ts';

test.each([['24.0.0'], ['24.11.1'], ['26.0.0'], ['100.1.0']])('Node.js %s runs the program', (version) => {
  expect(nodeVersionProblem(version)).toBeUndefined();
});

test.each([['20.20.2'], ['22.12.0'], ['9.0.0']])(
  'Node.js %s is refused, and the message says what is right',
  (version) => {
    expect(nodeVersionProblem(version)).toContain(`Cannot run on Node.js ${version}: expected 24 or later`);
  },
);

import { expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { nodeVersionProblem } from '../../src/cli/node-version.ts';

test.each([['22.12.0'], ['24.0.0'], ['24.11.1'], ['26.0.0'], ['100.1.0']])('Node.js %s runs the program', (version) => {
  expect(nodeVersionProblem(version)).toBeUndefined();
});

test.each([['20.20.2'], ['22.11.0'], ['9.0.0']])(
  'Node.js %s is refused, and the message says what is right',
  (version) => {
    expect(nodeVersionProblem(version)).toContain(`Cannot run on Node.js ${version}: expected 22.12 or later`);
  },
);

test('package.json asks users for the same', () => {
  const { node } = packageJson.engines;
  expect(node).toMatch(/^>=\d+\.\d+$/);
  expect(nodeVersionProblem(`${node.slice(2)}.0`)).toBeUndefined();
  expect(nodeVersionProblem('22.11.9')).toContain(`expected ${node.slice(2)} or later`);
});

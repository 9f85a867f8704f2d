import { expect, test } from 'vitest';
import { commandName } from '../../src/cli/command-name.ts';

test.each([
  ['file:///work/src/cli/command-name.ts', 'npm run -s cli --'],
  ['file:///usr/lib/node_modules/ecs-role-auditor/dist/cli.js', 'ecs-role-auditor'],
])('run from %s, the program is called by %s', (module, name) => {
  expect(commandName(module)).toBe(name);
});

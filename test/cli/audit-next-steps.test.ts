import { expect, onTestFinished, test, vi } from 'vitest';
import { runCommandLine } from '../../src/cli/run-command-line.ts';
import { sandboxEnvironment } from '../../src/cli/sandbox-environment.ts';
import { startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { smallAccount } from '../support/small-account.ts';
import { fakeTerminal } from './fake-terminal.ts';

const ON_A_TERMINAL = { stdoutIsTerminal: true, stderrIsTerminal: true };

async function errOf(args: readonly string[], tty: Parameters<typeof fakeTerminal>[2]): Promise<string> {
  const sandbox = await startSandbox({ account: smallAccount(Date.now()).account, limits: false });
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    await sandbox.close();
  });
  for (const [name, value] of Object.entries(sandboxEnvironment(sandbox, {}))) vi.stubEnv(name, value);
  const terminal = fakeTerminal('', {}, tty);
  await runCommandLine(['audit', '--source', 'auto', ...args], terminal);
  return terminal.err();
}

test('a table on a terminal is followed by what to ask about the gravest role with unused permissions', async () => {
  const shown = await errOf([], ON_A_TERMINAL);
  const steps = shown.slice(shown.indexOf('Next, for example:'));
  expect(steps).toContain('audit --format json --format html --out ./report\n');
  const [, role] = /policy (\S+) --as diff --from \.\/report\n/.exec(steps) ?? [];
  expect(steps).toMatch(new RegExp(`explain ${role} [\\w-]+:\\w+ --from \\./report\n$`));
});

test.each([
  ['in a pipe', [], {}],
  ['with --quiet', ['--quiet'], ON_A_TERMINAL],
  ['in another form', ['--format', 'csv'], ON_A_TERMINAL],
])('%s nothing follows', async (_, args, tty) => {
  expect(await errOf(args, tty)).not.toContain('Next, for example');
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { sandboxEnvironment } from '../../src/cli/sandbox-environment.ts';
import { startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { smallAccount } from '../support/small-account.ts';

/** Runs the command in a process of its own whose output nobody reads. */
async function unread(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, ['src/cli/main.ts', ...args], { env: { ...process.env, ...environment } });
  child.stdout.destroy();
  let err = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  const [status] = await once(child, 'close');
  return { status, err };
}

test('a reader that closes the pipe ends the program without a word', async () => {
  expect(await unread(['expand', '*'])).toEqual({ status: 0, err: '' });
});

test('a gate fails whether or not its output is read to the end', async () => {
  const sandbox = await startSandbox({ account: smallAccount(Date.now()).account, limits: false });
  onTestFinished(() => sandbox.close());
  const gate = ['audit', '--format', 'json', '--fail-on', 'informational'];
  expect(await unread(gate, sandboxEnvironment(sandbox, process.env))).toEqual({ status: 1, err: '' });
});

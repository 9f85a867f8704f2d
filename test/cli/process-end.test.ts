import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, openSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import type { Readable } from 'node:stream';
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

test.skipIf(!existsSync('/dev/full'))('a full disk is one sentence, and no finding', async () => {
  const child = spawn(process.execPath, ['src/cli/main.ts', 'expand', 's3:*'], {
    stdio: ['ignore', openSync('/dev/full', 'w'), 'pipe'],
  });
  const err = textOf(child.stderr);
  const [status] = await once(child, 'close');
  expect({ status, err: await err }).toEqual({
    status: 3,
    err: expect.stringMatching(/^ecs-role-auditor: Cannot write the result: ENOSPC[^\n]*\n$/),
  });
});

test('Ctrl-C is one line and status 130, whatever was being waited for', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const environment = {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'none',
    AWS_SECRET_ACCESS_KEY: 'none',
  };
  const child = spawn(process.execPath, ['src/cli/main.ts', 'audit'], { env: { ...process.env, ...environment } });
  const err = textOf(child.stderr);
  await once(server, 'connection');
  child.kill('SIGINT');
  const [status] = await once(child, 'close');
  expect({ status, err: await err }).toEqual({
    status: 130,
    err: 'ecs-role-auditor: interrupted; Ctrl-C once more stops at once\n',
  });
});

async function textOf(stream: Readable | null): Promise<string> {
  let text = '';
  for await (const piece of stream?.setEncoding('utf8') ?? []) text += piece;
  return text;
}

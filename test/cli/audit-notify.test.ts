import { expect, onTestFinished, test, vi } from 'vitest';
import { runCommandLine } from '../../src/cli/run-command-line.ts';
import { sandboxEnvironment } from '../../src/cli/sandbox-environment.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { SMALL_CHANNEL, smallAccount } from '../support/small-account.ts';
import { fakeTerminal } from './fake-terminal.ts';

async function sandboxOfCommands(): Promise<Sandbox> {
  const sandbox = await startSandbox({ account: smallAccount(Date.now()).account, limits: false });
  for (const [name, value] of Object.entries(sandboxEnvironment(sandbox, {}))) vi.stubEnv(name, value);
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    await sandbox.close();
  });
  return sandbox;
}

const BOT = ['--slack-token-secret', 'ecs-role-auditor/slack-token', '--slack-channel', SMALL_CHANNEL];

test('audit --notify tells by a bot and by a topic', async () => {
  const sandbox = await sandboxOfCommands();
  const topic = ['--sns-topic', sandbox.account.topics.join(''), '--sns-format', 'amazon-q'];
  const status = await runCommandLine(['--quiet', 'audit', '--notify', ...BOT, ...topic], fakeTerminal(''));
  expect(status).toBe(0);
  expect(sandbox.state.slackMessages[0]).toMatchObject({ channel: SMALL_CHANNEL });
  expect(JSON.parse(sandbox.state.topicMessages[0]?.message ?? '')).toMatchObject({ version: '1.0', source: 'custom' });
});

test('audit --notify tells that it failed, and fails', async () => {
  const sandbox = await sandboxOfCommands();
  sandbox.injectFault({ service: 'sts', kind: 'accessDenied' });
  const terminal = fakeTerminal('');
  expect(await runCommandLine(['--quiet', 'audit', '--notify', ...BOT], terminal)).toBe(2);
  expect(terminal.err()).toContain('sts:GetCallerIdentity');
  expect(sandbox.state.slackMessages).toMatchObject([
    { text: expect.stringContaining('The audit of ECS roles failed: ') },
  ]);
});

test('audit without --notify tells nobody of anything', async () => {
  const sandbox = await sandboxOfCommands();
  sandbox.injectFault({ service: 'sts', kind: 'accessDenied' });
  expect(await runCommandLine(['--quiet', 'audit', ...BOT], fakeTerminal(''))).toBe(2);
  expect(sandbox.state.slackMessages).toEqual([]);
});

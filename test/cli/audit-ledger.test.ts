import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { runCommandLine } from '../../src/cli/run-command-line.ts';
import { sandboxEnvironment } from '../../src/cli/sandbox-environment.ts';
import { startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { smallAccount } from '../support/small-account.ts';
import { fakeTerminal } from './fake-terminal.ts';

test('audit --ledger keeps what it learned, without publishing anything, and uses it the next time', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'auditor-ledger-'));
  const sandbox = await startSandbox({ account: smallAccount(Date.now()).account, limits: false });
  for (const [name, value] of Object.entries(sandboxEnvironment(sandbox, {}))) vi.stubEnv(name, value);
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    rmSync(directory, { recursive: true });
    await sandbox.close();
  });
  const audit = async () => {
    const terminal = fakeTerminal('');
    const status = await runCommandLine(
      ['--quiet', 'audit', '--ledger', join(directory, 'kept'), '--format', 'json'],
      terminal,
    );
    return { status, document: JSON.parse(terminal.out()) as { findings: { id: string; firstSeen: string }[] } };
  };
  const described = () => sandbox.calls.filter(({ operation }) => operation === 'DescribeTaskDefinition').length;

  const first = await audit();
  expect(first.status).toBe(0);
  expect(described()).toBe(3);
  expect(readdirSync(join(directory, 'kept', sandbox.account.accountId)).sort()).toEqual([
    'evidence',
    'ledger.json.gz',
    'runs.json.gz',
    'task-definitions.json.gz',
  ]);

  const second = await audit();
  expect(second.status).toBe(0);
  expect(described()).toBe(3);
  expect(second.document.findings.map(({ id, firstSeen }) => [id, firstSeen])).toEqual(
    first.document.findings.map(({ id, firstSeen }) => [id, firstSeen]),
  );
  expect([sandbox.state.objects.size, sandbox.state.findings.size, sandbox.state.slackMessages.length]).toEqual([
    0, 0, 0,
  ]);
});

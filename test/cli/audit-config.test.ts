import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { DAY_MS } from '../../src/base/time.ts';
import { runCommandLine } from '../../src/cli/run-command-line.ts';
import { sandboxEnvironment } from '../../src/cli/sandbox-environment.ts';
import { startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { smallAccount } from '../support/small-account.ts';
import { fakeTerminal } from './fake-terminal.ts';

const until = new Date(Date.now() + 30 * DAY_MS).toISOString().slice(0, 10);
const ACCEPT_ALL = `version: 1\nsources: [none]\nexceptions:\n  - {role: "*-*", until: ${until}, reason: all of it}\n`;

/** Runs commands against a sandbox, with a directory of their own. */
async function setUp() {
  const directory = mkdtempSync(join(tmpdir(), 'auditor-config-'));
  const sandbox = await startSandbox({ account: smallAccount(Date.now()).account, limits: false });
  for (const [name, value] of Object.entries(sandboxEnvironment(sandbox, {}))) vi.stubEnv(name, value);
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    rmSync(directory, { recursive: true });
    await sandbox.close();
  });
  const run = async (...args: string[]) => {
    const terminal = fakeTerminal('');
    const status = await runCommandLine(['--quiet', ...args], terminal);
    return { status, out: terminal.out(), err: terminal.err() };
  };
  const file = (name: string, text: string): string => {
    const path = join(directory, name);
    writeFileSync(path, text);
    return path;
  };
  return { sandbox, run, file };
}

test('--fail-on takes no notice of what the configuration file accepts', async () => {
  const { run, file } = await setUp();
  const plain = file('plain.json', JSON.stringify({ version: 1, sources: ['none'] }));
  expect((await run('audit', '--config', plain, '--fail-on', 'low')).status).toBe(1);
  const accepted = await run('audit', '--config', file('a.yaml', ACCEPT_ALL), '--fail-on', 'low', '--format', 'json');
  expect(accepted.status).toBe(0);
  const { findings } = JSON.parse(accepted.out) as { findings: { rule: string; status: string }[] };
  const open = findings.filter(({ status }) => status !== 'suppressed');
  // What is about the account is no role's.
  expect(open.map(({ rule }) => rule)).toEqual(['evidence-gap']);
});

test('an option wins over the file', async () => {
  const { run, file, sandbox } = await setUp();
  const path = file('a.yaml', 'version: 1\nregions: [eu-west-1]\nsources: none\n');
  const regions = async (...args: string[]) =>
    (JSON.parse((await run('audit', '--config', path, '--format', 'json', ...args)).out) as { regions: string[] })
      .regions;
  expect(await regions()).toEqual(['eu-west-1']);
  expect(await regions('--regions', 'us-east-1')).toEqual(['us-east-1']);
  expect(sandbox.calls.some(({ operation }) => operation === 'LookupEvents')).toBe(false);
});

test('the file may be an object in S3', async () => {
  const { run, sandbox } = await setUp();
  const bucket = `ecs-role-auditor-${sandbox.account.accountId}`;
  const object = { body: Buffer.from(ACCEPT_ALL), etag: '"1"', lastModified: Date.now(), headers: {} };
  sandbox.state.objects.set(`${bucket}/conf/auditor.yaml`, object);
  expect((await run('audit', '--config', `s3://${bucket}/conf/auditor.yaml`, '--fail-on', 'low')).status).toBe(0);
  const missing = await run('audit', '--config', `s3://${bucket}/auditor.yaml`);
  expect(missing).toMatchObject({ status: 2, out: '' });
  expect(missing.err).toContain(`Cannot read the configuration s3://${bucket}/auditor.yaml: there is no such object`);
  sandbox.injectFault({ service: 's3', operation: 'GetObject', kind: 'accessDenied' });
  const denied = await run('audit', '--config', `s3://${bucket}/conf/auditor.yaml`);
  expect(denied.status).toBe(2);
  expect(denied.err).toContain('s3:GetObject');
});

test.each([
  ['audit', []],
  ['explain', ['shop-task-role', 'sqs:SendMessage']],
  ['policy', ['shop-task-role']],
])('%s refuses a file that cannot be used, before it asks anything of AWS', async (command, args) => {
  const { run, file, sandbox } = await setUp();
  const before = sandbox.calls.length;
  const broken = await run(
    command,
    ...args,
    '--config',
    file('auditor.yaml', 'version: 1\nlookbak: 90d\nminAge: old\n'),
  );
  expect(broken).toMatchObject({ status: 2, out: '' });
  const [head, ...problems] = broken.err.trimEnd().split('\n');
  expect(head).toBe('ecs-role-auditor: Cannot use the configuration:');
  expect(problems).toEqual([
    expect.stringMatching(/^ {2}\S*auditor\.yaml:2:1: "lookbak" is not known \(did you mean lookback\?\)$/),
    expect.stringMatching(/^ {2}\S*auditor\.yaml:3:9: minAge is "old": expected a duration/),
  ]);
  const missing = await run(command, ...args, '--config', 'no-such-file.yaml');
  expect(missing.status).toBe(2);
  expect(missing.err).toContain('Cannot read the configuration "no-such-file.yaml": there is no such file');
  expect(sandbox.calls.length).toBe(before);
});

test('a URL in place of the file is not repeated', async () => {
  const { run } = await setUp();
  const { status, err } = await run('audit', '--config', 'https://host/config?token=canary');
  expect(status).toBe(2);
  expect(err).toContain('expected s3://bucket/key or a path');
  expect(err).not.toContain('canary');
});

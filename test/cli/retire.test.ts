import { expect, onTestFinished, test, vi } from 'vitest';
import { runCommandLine } from '../../src/cli/run-command-line.ts';
import { sandboxEnvironment } from '../../src/cli/sandbox-environment.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { runHandler } from '../support/run-handler.ts';
import { smallAccount } from '../support/small-account.ts';
import { fakeTerminal } from './fake-terminal.ts';

/** A sandbox whose account was audited once, and has a finding of somebody else. */
async function auditedSandbox(): Promise<Sandbox> {
  const sandbox = await startSandbox({ account: smallAccount(Date.now()).account, limits: false });
  await runHandler(sandbox);
  for (const [name, value] of Object.entries(sandboxEnvironment(sandbox, {}))) vi.stubEnv(name, value);
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    await sandbox.close();
  });
  const own = sandbox.state.findings.get('us-east-1');
  const [first] = own?.values() ?? [];
  own?.set('theirs', { ...first, Id: 'theirs', GeneratorId: 'prowler-ecs' } as NonNullable<typeof first>);
  return sandbox;
}

function findings(sandbox: Sandbox) {
  return [...(sandbox.state.findings.get('us-east-1')?.values() ?? [])];
}

async function retire(...args: readonly string[]) {
  const terminal = fakeTerminal();
  const status = await runCommandLine(['--quiet', 'retire', ...args], terminal);
  return { status, out: terminal.out(), err: terminal.err() };
}

test('retire counts the findings, and changes nothing', async () => {
  const sandbox = await auditedSandbox();
  const before = structuredClone(findings(sandbox));
  const { status, out } = await retire();
  expect(status).toBe(0);
  expect(out).toMatch(
    new RegExp(
      `^Account ${sandbox.account.accountId}, us-east-1: ${before.length - 1} findings not archived yet \\(.*\\d (HIGH|MEDIUM|LOW)\\b.*\\)\\. Nothing was changed: --yes archives them\\.\n$`,
    ),
  );
  expect(findings(sandbox)).toEqual(before);
});

test('retire --yes archives the auditor’s findings, says that nothing was mended, and leaves those of others', async () => {
  const sandbox = await auditedSandbox();
  const count = findings(sandbox).length - 1;
  expect(await retire('--yes')).toMatchObject({ status: 0, out: expect.stringContaining(`Archived ${count}.`) });
  const states = findings(sandbox).map(({ Id, RecordState }) => [Id === 'theirs', RecordState]);
  expect(new Set(states.map(String))).toEqual(new Set(['false,ARCHIVED', 'true,ACTIVE']));
  expect(findings(sandbox).find(({ Id }) => Id !== 'theirs')).toMatchObject({
    Description: expect.stringContaining('Nobody looked whether this was mended'),
  });
  expect(await retire('--yes')).toMatchObject({
    status: 0,
    out: expect.stringContaining('0 findings not archived yet. Archived 0.'),
  });
});

test('an account that is audited again has its findings again, seen first when they first were', async () => {
  const sandbox = await auditedSandbox();
  const before = findings(sandbox);
  await retire('--yes');
  const { opened, reopened } = await runHandler(sandbox);
  expect([opened, reopened]).toEqual([0, before.length - 1]);
  const kept = ({ Id, FirstObservedAt, RecordState, Title }: (typeof before)[number]) => [
    Id,
    FirstObservedAt,
    RecordState,
    Title,
  ];
  expect(findings(sandbox).map(kept).sort()).toEqual(before.map(kept).sort());
});

test('what Security Hub does not take is told, with the permission that is missing, and status 3', async () => {
  const sandbox = await auditedSandbox();
  sandbox.injectFault({ service: 'securityhub', operation: 'BatchImportFindings', kind: 'accessDenied' });
  const { status, out, err } = await retire('--yes');
  expect(status).toBe(3);
  expect(out).toContain('Archived 0.');
  expect(err).toContain('"securityhub:BatchImportFindings"');
});

test('findings that cannot be read are told, and nothing is said to be archived', async () => {
  const sandbox = await auditedSandbox();
  sandbox.injectFault({ service: 'securityhub', operation: 'GetFindings', kind: 'accessDenied' });
  const { status, out, err } = await retire('--yes');
  expect(status).toBe(3);
  expect(out).toBe(`Account ${sandbox.account.accountId}, us-east-1: the findings could not be read.\n`);
  expect(err).toContain('securityhub:GetFindings');
});

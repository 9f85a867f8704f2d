import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { auditOrganization } from '../../src/cli/organization-audit.ts';
import { runCommandLine } from '../../src/cli/run-command-line.ts';
import { sandboxEnvironment } from '../../src/cli/sandbox-environment.ts';
import { readConfig } from '../../src/config/config.ts';
import { loadCatalog } from '../../src/iam/catalog/load-catalog.ts';
import type { OrganizationSummary } from '../../src/organization/organization-summary.ts';
import type { FaultRule } from '../../src/sandbox/fault.ts';
import { DEMO_ACCOUNTS, demoOrganization } from '../../src/sandbox/organization/demo-organization.ts';
import { EXTERNAL_ID } from '../../src/sandbox/organization/member-account.ts';
import { startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { silentProgress } from '../../src/wiring/logged-progress.ts';
import { fakeTerminal } from '../cli/fake-terminal.ts';

const { shop, payments, search, loyalty, lake, platform, experiments, shipping, paymentsStaging } = DEMO_ACCOUNTS;

/** The demonstration's organization, and the command line against it. */
async function opened(faults: readonly FaultRule[] = []) {
  const world = demoOrganization(Date.now());
  const sandbox = await startSandbox({ ...world, limits: false, faults });
  const directory = mkdtempSync(join(tmpdir(), 'auditor-organization-'));
  for (const [name, value] of Object.entries(sandboxEnvironment(sandbox, {}))) vi.stubEnv(name, value);
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    rmSync(directory, { recursive: true });
    await sandbox.close();
  });
  const run = async (...args: readonly string[]) => {
    const terminal = fakeTerminal('');
    const status = await runCommandLine(
      ['audit', '--source', 'lookup', '--external-id', EXTERNAL_ID, ...args],
      terminal,
    );
    return { status, out: terminal.out(), err: terminal.err() };
  };
  const summaryOf = (text: string) => JSON.parse(text) as OrganizationSummary;
  const standings = (text: string) =>
    Object.fromEntries(summaryOf(text).accounts.map(({ account, standing }) => [account.id, standing]));
  return { sandbox, world, directory, run, summaryOf, standings };
}

describe('audit --organization', () => {
  test('audits every active account, and states why the others are not', { timeout: 120_000 }, async () => {
    const { run, summaryOf, standings, sandbox } = await opened();
    const { status, out, err } = await run('--organization', '--format', 'json');
    expect(status).toBe(3);
    expect(standings(out)).toEqual({
      ...Object.fromEntries(Object.values(DEMO_ACCOUNTS).map((id) => [id, 'audited'])),
      [paymentsStaging]: 'notAudited',
      [DEMO_ACCOUNTS.closed]: 'skipped',
    });
    const summary = summaryOf(out);
    expect(summary.worst.slice(0, 3).map(({ accountId }) => accountId)).toEqual([shop, lake, experiments]);
    const almighty = summary.accounts.find(({ account }) => account.id === experiments);
    expect(almighty?.totals?.verdicts.blocked).toBeGreaterThan(1_000);
    expect(summary.accounts.find(({ account }) => account.id === lake)?.totals?.verdicts.blocked).toBe(1);
    expect(err).toContain(`payments (${payments}): audited, 3 roles`);
    expect(err).toContain(`payments-staging (${paymentsStaging}): not audited: Cannot open account`);
    // It asks for nothing but to read.
    expect(sandbox.calls.filter(({ operation }) => /^(Put|Batch(Import|Update))/.test(operation))).toEqual([]);
  });

  test('publishes in each account, and one that fails sinks and archives nothing', { timeout: 120_000 }, async () => {
    const { run, standings, sandbox, world, directory } = await opened();
    const accounts = ['--accounts', [payments, search, loyalty, shipping].join(), '--organization'];
    const held = (id: string) =>
      [
        ...(world.organization.members.find(({ account }) => account.accountId === id)?.services.findings.values() ??
          []),
      ]
        .flatMap((findings) => [...findings.values()])
        .map((finding) => `${finding['RecordState']} ${finding['GeneratorId']}`)
        .sort();
    const first = await run(...accounts, '--publish', '--format', 'json', '--ledger', join(directory, 'kept'));
    expect(standings(first.out)).toMatchObject({ [payments]: 'audited', [shipping]: 'partly' });
    const before = [payments, search, loyalty].map(held);
    expect(before[0]?.length).toBeGreaterThan(1);

    // Nothing of payments can be read any more, and search answers its identity no longer.
    sandbox.injectFault({ kind: 'accessDenied', accountId: payments, service: 'ecs' });
    sandbox.injectFault({ kind: 'accessDenied', accountId: payments, service: 'iam' });
    sandbox.injectFault({ kind: 'serverError', accountId: search, service: 'sts' });
    const second = await run(...accounts, '--publish', '--format', 'json', '--ledger', join(directory, 'kept'));
    expect(standings(second.out)).toMatchObject({
      [payments]: 'partly',
      [search]: 'notAudited',
      [loyalty]: 'audited',
      [platform]: 'skipped',
    });
    expect([payments, search, loyalty].map(held)).toEqual(before);
    expect(JSON.parse(second.out).changes).toMatchObject({ noLongerAudited: [search], since: expect.any(String) });
  });

  test('goes on where it was stopped', { timeout: 120_000 }, async () => {
    const { run, standings, sandbox, directory } = await opened([
      { kind: 'serverError', service: 'sts', operation: 'GetCallerIdentity', accountId: loyalty },
    ]);
    const accounts = ['--accounts', [payments, loyalty].join(), '--out', directory, '--format', 'json'];
    const document = () => readFileSync(join(directory, 'organization.json'), 'utf8');
    expect((await run(...accounts)).status).toBe(3);
    expect(standings(document())).toEqual({ [payments]: 'audited', [loyalty]: 'notAudited' });
    sandbox.clearFaults();
    const calls = sandbox.calls.length;
    expect((await run(...accounts, '--resume')).status).toBe(0);
    expect(standings(document())).toEqual({ [payments]: 'audited', [loyalty]: 'audited' });
    expect(new Set(sandbox.calls.slice(calls).map(({ accountId }) => accountId))).toEqual(new Set([platform, loyalty]));
    expect(existsSync(join(directory, 'accounts', loyalty, 'audit.html'))).toBe(true);
  });

  test('reads no more of an account that takes too long, and says so', { timeout: 120_000 }, async () => {
    const { sandbox } = await opened([{ kind: 'slow', delayMs: 1_000, service: 'ecs', accountId: payments }]);
    const { accounts, standings } = await auditOrganization(
      {
        config: readConfig({ AUDITOR_SOURCES: 'none', AUDITOR_EXTERNAL_ID: EXTERNAL_ID }),
        options: { accounts: payments, accountTimeout: 2_500 },
        request: { dryRun: true },
        catalog: await loadCatalog(),
        aws: {
          region: 'us-east-1',
          endpoint: sandbox.endpoint,
          credentials: { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' },
        },
        onAccount: async () => undefined,
      },
      { signal: new AbortController().signal, progress: { ...silentProgress, end: () => undefined } },
    );
    const late = accounts.find(({ account }) => account.id === payments);
    expect(late).toMatchObject({ standing: 'partly', unfinished: { stored: 0 } });
    expect(late?.totals?.incomplete.first.join()).toContain('Out of time');
    expect(standings).toMatchObject({ partly: 1, audited: 0, notAudited: 0 });
  });

  test('audits accounts that have nothing of what is asked for, too', { timeout: 120_000 }, async () => {
    const { run, standings } = await opened();
    const { status, out } = await run(
      ...['--accounts', [payments, search].join(), '--regions', 'us-east-1', '--family', 'indexer', '--format', 'json'],
    );
    expect(status).toBe(3);
    expect(standings(out)).toEqual({ [payments]: 'partly', [search]: 'audited' });
  });

  test('reads accounts from a file, and refuses what is no account', async () => {
    const { run, standings, directory } = await opened();
    const file = join(directory, 'accounts.txt');
    writeFileSync(file, `# ours\n${search}\n${loyalty} # points\n`);
    const { status, out } = await run('--accounts', file, '--format', 'json');
    expect([status, standings(out)]).toEqual([0, { [search]: 'audited', [loyalty]: 'audited' }]);
    writeFileSync(file, 'payments');
    const refused = await run('--accounts', file);
    expect(refused.status).toBe(2);
    expect(refused.err).toContain('it holds "payments"; expected numbers of 12 digits, one a line');
  });

  test.each([
    [['--role-name', 'x'], 'Cannot use --role-name for one account: expected --organization or --accounts with it'],
    [['--organization', '--format', 'asff'], 'Cannot print several accounts as asff: expected table, json, html'],
    [['--organization', '--resume'], 'Cannot --resume: expected --out DIR or --ledger'],
    [['--organization', '--role-name', '/x/y'], '--role-name is "/x/y": expected the name of a role'],
  ])('refuses %j', async (args, message) => {
    const { run } = await opened();
    const { status, err } = await run(...args);
    expect(status).toBe(2);
    expect(err).toContain(message);
  });
});

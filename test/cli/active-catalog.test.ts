import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { defaultCatalogPath, writeCatalogFile } from '../../src/catalog-refresh/catalog-file.ts';
import { describeCatalog } from '../../src/cli/active-catalog.ts';
import { runCommandLine } from '../../src/cli/run-command-line.ts';
import { sandboxEnvironment } from '../../src/cli/sandbox-environment.ts';
import { loadCatalog } from '../../src/iam/catalog/load-catalog.ts';
import { addRole, addTask, addTaskDefinition } from '../../src/sandbox/build-account.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { smallAccount } from '../support/small-account.ts';
import { fakeTerminal } from './fake-terminal.ts';

/** An action that the refreshed catalogue is made to lack; the role is granted it by a wildcard. */
const LOST = 'secretsmanager:ListSecrets';
const ROLE = 'secrets-task-role';
/** Which actions there are does not depend on their use, whose reading is what takes long. */
const QUICKLY = ['--source', 'none', '--regions', 'us-east-1'];

let directory: string;
let sandbox: Sandbox;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'auditor-catalogue-'));
  const { data } = await loadCatalog();
  const services = data.services.filter(({ prefix }) => !LOST.startsWith(`${prefix}:`));
  await writeCatalogFile(defaultCatalogPath(directory, ''), { ...data, services, version: 'refreshed' });
  const { account } = smallAccount(Date.now());
  const Statement = [{ Effect: 'Allow', Action: ['secretsmanager:*', 'sqs:SendMessage'], Resource: '*' }];
  const role = addRole(account, { name: ROLE, inlinePolicies: { app: { Version: '2012-10-17', Statement } } });
  addTask(account, { taskDefinitionArn: addTaskDefinition(account, { family: 'secrets', taskRoleArn: role }) });
  sandbox = await startSandbox({ account, limits: false });
  for (const [name, value] of Object.entries(sandboxEnvironment(sandbox, {}))) vi.stubEnv(name, value);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  rmSync(directory, { recursive: true });
  await sandbox.close();
});

async function run(cache: string, args: readonly string[], stderrIsTerminal = false) {
  const terminal = fakeTerminal('', { XDG_CACHE_HOME: cache }, { stderrIsTerminal });
  const status = await runCommandLine(args, terminal);
  return { status, out: terminal.out(), err: terminal.err() };
}

const catalogued = async (cache: string, more: readonly string[] = []) => {
  const { out, err } = await run(cache, ['audit', '--role', ROLE, '--format', 'json', ...QUICKLY, ...more]);
  const { roles } = JSON.parse(out) as {
    readonly roles: readonly { readonly actions: readonly { action: string }[] }[];
  };
  return { actions: roles.flatMap(({ actions }) => actions.map(({ action }) => action)), err };
};

describe('the refreshed catalogue', () => {
  test('is the one that an audit works with', async () => {
    const bundled = await catalogued('/nonexistent');
    const refreshed = await catalogued(directory);
    expect(bundled.actions).toContain(LOST);
    expect(refreshed.actions).not.toContain(LOST);
    expect(refreshed.actions.length).toBeGreaterThan(0);
    expect(refreshed.err).toBe('');
  });

  test('is the one that an audit with a ledger works with too', async () => {
    const withLedger = ['--ledger', join(directory, 'ledger')];
    await catalogued('/nonexistent', withLedger);
    const { actions, err } = await catalogued(directory, withLedger);
    expect(actions).toEqual((await catalogued(directory)).actions);
    expect(err).toBe('');
  });

  test('decides whether explain knows an action', async () => {
    const ask = ['explain', ROLE, LOST, ...QUICKLY];
    expect((await run(directory, ask)).err).toContain(`${LOST} is not in the catalogue`);
    expect((await run('/nonexistent', ask)).err).toBe('');
  });

  test('is named on a terminal, with its age', async () => {
    const { err } = await run(directory, ['policy', ROLE, ...QUICKLY], true);
    expect(err).toMatch(/^Catalogue of IAM actions: 20\d\d-\d\d-\d\d, \d+ days old \(refreshed by catalog refresh\)\n/);
  });
});

test('the age of a catalogue is told in days', async () => {
  const catalog = await loadCatalog();
  const made = Date.parse(catalog.generatedAt);
  const of = (days: number) => describeCatalog({ catalog, origin: 'bundled' }, made + days * 86_400_000);
  expect(of(0.5)).toMatch(/, less than a day old \(came with the program\)$/);
  expect(of(1)).toMatch(/, 1 day old /);
  expect(of(40.9)).toMatch(/, 40 days old /);
});

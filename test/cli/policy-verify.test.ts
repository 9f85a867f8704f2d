import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { runCommandLine } from '../../src/cli/run-command-line.ts';
import { sandboxEnvironment } from '../../src/cli/sandbox-environment.ts';
import { loadCatalog } from '../../src/iam/catalog/load-catalog.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { openChangeVerifier } from '../../src/wiring/open-change-verifier.ts';
import { changeTo } from '../support/change-to.ts';
import { type Moto, motoInstalled, startMoto } from '../support/moto.ts';
import { CREDENTIALS } from '../support/sandbox-session.ts';
import { smallAccount } from '../support/small-account.ts';
import { fakeTerminal } from './fake-terminal.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ account: smallAccount(Date.now()).account, limits: false });
  for (const [name, value] of Object.entries(sandboxEnvironment(sandbox, {}))) {
    if (name.startsWith('AWS_')) vi.stubEnv(name, value);
  }
});
afterEach(() => {
  sandbox.account.simulatorRefuses.length = 0;
  sandbox.clearFaults();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await sandbox.close();
});

async function run(...args: readonly string[]) {
  const terminal = fakeTerminal();
  const status = await runCommandLine(['--quiet', 'policy', ...args], terminal);
  return { status, out: terminal.out(), err: terminal.err() };
}

describe('policy --verify', () => {
  test('says that AWS decides as today, and prints the same policy', async () => {
    const { status, out, err } = await run('shop-task-role', '--verify');
    expect(err).toMatch(
      /^shop-task-role: Verified by AWS: 2 decisions of IAM's own engine as today, no new access\.$/m,
    );
    expect(out).toBe((await run('shop-task-role')).out);
    expect(status).toBe(0);
    const asked = sandbox.calls.map(({ operation }) => operation);
    expect(asked).toEqual(expect.arrayContaining(['SimulatePrincipalPolicy', 'ValidatePolicy', 'CheckNoNewAccess']));
  });

  test('shows where AWS disagrees, and recommends no such policy', async () => {
    sandbox.account.simulatorRefuses.push('sqs:GetQueueUrl');
    const { status, out, err } = await run('shop-task-role', '--verify');
    expect(out).toBe('');
    expect(err).toContain('shop-task-role: AWS disagrees.\n');
    expect(err).toMatch(/IAM decides implicitDeny of sqs:GetQueueUrl on .* with the change, and allowed today\./);
    expect(err).toContain('No policy can be recommended. AWS does not decide as this program does');
    expect(status).toBe(3);
  });

  test('never says verified where a call is refused, and names the permission', async () => {
    sandbox.injectFault({ kind: 'accessDenied', service: 'iam', operation: 'SimulatePrincipalPolicy' });
    const { status, out, err } = await run('shop-task-role', '--verify');
    expect(err).toContain('shop-task-role: Not verified: AWS could not be asked everything.\n');
    expect(err).toContain('"iam:SimulatePrincipalPolicy"');
    expect(JSON.parse(out)).toHaveProperty('Statement');
    expect(status).toBe(3);
  });

  test('has nothing to ask where nothing changes', async () => {
    expect((await run('SHOP-execution-role', '--verify')).err).toBe(
      'No change. Nothing that the role is granted is known to be unused.\n',
    );
  });
});

describe.skipIf(!motoInstalled())('the verification against moto_server, which has none of these operations', () => {
  let moto: Moto;
  beforeAll(async () => {
    moto = await startMoto();
  });
  afterAll(() => moto.close());

  test('is incomplete', async () => {
    const verifier = await openChangeVerifier({
      signal: new AbortController().signal,
      catalog: await loadCatalog(),
      aws: { region: 'us-east-1', endpoint: moto.endpoint, credentials: CREDENTIALS },
    });
    const found = await verifier.verify({
      role: { arn: 'arn:aws:iam::123456789012:role/app', policies: [] },
      decided: { actions: [{ action: 'sqs:SendMessage', verdict: 'used', resources: [] }], required: [] },
      change: changeTo({ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '*' }),
    });
    verifier.close();
    expect(found.compared).toBe(0);
    expect(found.incomplete.map(({ what }) => what.split(' of ')[0])).toContain('Simulation');
  });
});

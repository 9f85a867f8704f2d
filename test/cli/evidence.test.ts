import { expect, onTestFinished, test, vi } from 'vitest';
import { runCommandLine } from '../../src/cli/run-command-line.ts';
import { sandboxEnvironment } from '../../src/cli/sandbox-environment.ts';
import type { FaultRule } from '../../src/sandbox/fault.ts';
import type { SandboxMetric } from '../../src/sandbox/sandbox-account.ts';
import { startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { smallAccount } from '../support/small-account.ts';
import { fakeTerminal } from './fake-terminal.ts';

const QUEUE: Omit<SandboxMetric, 'name' | 'perDay'> = {
  region: 'eu-west-1',
  namespace: 'AWS/SQS',
  dimensions: { QueueName: 'orders' },
};

/** Runs a command in an account whose queues CloudWatch counts. */
async function run(args: readonly string[], faults: readonly FaultRule[] = []) {
  const { account } = smallAccount(Date.now());
  account.metrics.push(
    { ...QUEUE, name: 'NumberOfMessagesSent', perDay: 1_000_000 },
    // Of the same calls, by another set of dimensions.
    { ...QUEUE, name: 'NumberOfMessagesSent', dimensions: {}, perDay: 7 },
    { ...QUEUE, name: 'NumberOfEmptyReceives', perDay: 500_000 },
    { ...QUEUE, name: 'ApproximateAgeOfOldestMessage', perDay: 9 },
  );
  const sandbox = await startSandbox({ account, limits: false, faults });
  for (const [name, value] of Object.entries(sandboxEnvironment(sandbox, {}))) vi.stubEnv(name, value);
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    await sandbox.close();
  });
  const terminal = fakeTerminal();
  const status = await runCommandLine(['--quiet', 'evidence', ...args], terminal);
  return { status, out: terminal.out(), err: terminal.err(), account: account.accountId };
}

test('evidence plan counts calls and prints the selectors of the roles that wait', async () => {
  const { status, out, account } = await run(['plan', '--as', 'json']);
  const plan = JSON.parse(out);
  // 1.5 million a day are 45 million a month, at 0.10 USD for 100,000.
  expect(plan).toMatchObject({ decides: { actions: 1, roles: 1 }, monthlyUsdAtMost: 45, uncounted: [], leftOut: [] });
  expect(plan.trails[0].advancedEventSelectors[0].FieldSelectors).toEqual([
    { Field: 'eventCategory', Equals: ['Data'] },
    { Field: 'resources.type', Equals: ['AWS::SQS::Queue'] },
    { Field: 'userIdentity.arn', StartsWith: [`arn:aws:sts::${account}:assumed-role/shop-task-role/`] },
  ]);
  expect(status).toBe(0);
});

test('evidence plan --budget says what stays undecided', async () => {
  const { status, out } = await run(['plan', '--budget', '20']);
  expect(out).toContain('Nothing can be recorded within these limits.\n');
  expect(out).toContain(
    'leaves out AWS::SQS::Queue for 1 action of 1 role, which stay undecided: it may cost 45 USD a month, beyond the budget',
  );
  expect(status).toBe(0);
});

test('evidence plan without permission to count says that the cost is not known, and what to grant', async () => {
  const { status, out, err } = await run(['plan'], [{ kind: 'accessDenied', service: 'monitoring' }]);
  expect(out).toContain('cost unknown, CloudWatch could not be read in');
  expect(err).toContain('cloudwatch:');
  expect(status).toBe(3);
});

test('evidence status says what is not watched', async () => {
  const { status, out } = await run(['status']);
  expect(out.split('\n')).toEqual([
    'There is no evidence trail: ecs-role-auditor evidence plan prints one, with what it costs.',
    'shop-task-role: not watched (AWS::SQS::Queue); nothing muted; 1 of 2 decided',
    '',
  ]);
  expect(status).toBe(0);
});

test.each(['-1', 'ten', ''])('a budget of "%s" is refused', async (budget) => {
  const { status, err } = await run(['plan', `--budget=${budget}`]);
  expect(err).toContain('US dollars a month, such as 10 or 0.5');
  expect(status).toBe(2);
});

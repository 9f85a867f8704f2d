import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { runCommandLine } from '../../src/cli/run-command-line.ts';
import { sandboxEnvironment } from '../../src/cli/sandbox-environment.ts';
import { addRole, addTaskDefinition } from '../../src/sandbox/build-account.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { smallAccount } from '../support/small-account.ts';
import { fakeTerminal } from './fake-terminal.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  const { account } = smallAccount(Date.now());
  const gone = `arn:aws:iam::${account.accountId}:role/gone-role`;
  addTaskDefinition(account, { family: 'gone', taskRoleArn: gone });
  const twin = addRole(account, { name: 'twin-role' });
  addTaskDefinition(account, {
    family: 'twins',
    taskRoleArn: twin,
    executionRoleArn: 'arn:aws:iam::999999999999:role/twin-role',
  });
  sandbox = await startSandbox({ account, limits: false });
  for (const [name, value] of Object.entries(sandboxEnvironment(sandbox, {}))) {
    if (name.startsWith('AWS_')) vi.stubEnv(name, value);
  }
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await sandbox.close();
});

async function run(...args: readonly string[]) {
  const terminal = fakeTerminal();
  const status = await runCommandLine(['--quiet', ...args], terminal);
  return { status, out: terminal.out(), err: terminal.err() };
}

describe('policy', () => {
  test('prints the right-sized policy alone on standard output, and what it replaces on standard error', async () => {
    const { status, out, err } = await run('policy', 'shop-task-role');
    expect(JSON.parse(out)).toEqual({
      Version: '2012-10-17',
      Statement: [
        { Sid: 'UsedSecretsmanager', Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: '*' },
        { Sid: 'UsedSqs', Effect: 'Allow', Action: 'sqs:GetQueueUrl', Resource: '*' },
        { Sid: 'KeptUnobservableSqs', Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '*' },
      ],
    });
    expect(err).toContain('Drops 2 actions not used, and 1 that its boundary does not allow.\n');
    expect(err).toContain('Replaces inline policy app.\n');
    expect(status).toBe(0);
  });

  test.each([
    ['terraform', /^# Right-sized policy of .*\n[\s\S]*data "aws_iam_policy_document" "shop_task_role_right_sized"/],
    ['cloudformation', /^# Right-sized policy of .*\n[\s\S]*AWSTemplateFormatVersion/],
    ['diff', /^--- shop-task-role today: inline policy app\n/],
  ])('prints it as %s, of a role given by ARN', async (form, expected) => {
    const arn = `arn:aws:iam::${sandbox.account.accountId}:role/shop-task-role`;
    const { status, out } = await run('policy', arn, '--as', form, '--regions', 'us-east-1,eu-west-1');
    expect(out).toMatch(expected);
    expect(status).toBe(0);
  });

  test('keeps only what was used or is required where that is asked for, and tells the risk of it in every form', async () => {
    const { status, out, err } = await run('policy', 'shop-task-role', '--used-only');
    expect(JSON.parse(out)).toMatchObject({ Statement: [{ Sid: 'UsedSecretsmanager' }, { Sid: 'UsedSqs' }] });
    expect(err).toMatch(/^1 of 6 actions could not be judged\.$/m);
    expect(err).toMatch(/^RISK: only what was used or is required is left\. 1 action goes without proof: /m);
    expect(status).toBe(0);
    for (const form of ['terraform', 'cloudformation', 'diff']) {
      const other = await run('policy', 'shop-task-role', '--used-only', '--as', form);
      expect(other.out).toMatch(/^# RISK: only what was used or is required is left\./m);
      expect(other.err).toContain('RISK: only what was used');
    }
  });

  test('goes as far as what was seen where the tightest is asked for, and tells the risk of it', async () => {
    const { status, out, err } = await run('policy', 'shop-task-role', '--tight', '--as', 'terraform');
    expect(out).toMatch(/^# RISK: resources are cut to those seen, inside wildcards that a person wrote as well\./m);
    expect(err).toMatch(/^RISK: resources are cut to those seen/);
    expect(status).toBe(0);
  });

  test('says that there is nothing to change', async () => {
    expect(await run('policy', 'SHOP-execution-role')).toEqual({
      status: 0,
      out: '',
      err: 'No change. Nothing that the role is granted is known to be unused.\n',
    });
  });

  test('says why there is no policy, with the status of an incomplete audit', async () => {
    expect(await run('policy', 'gone-role')).toEqual({
      status: 3,
      out: '',
      err: 'No policy can be recommended. The role does not exist.\n',
    });
  });

  test.each([
    [['policy', 'nobody'], /Cannot find role nobody: no task definition in the audited Regions names it/],
    [['policy', 'shop'], /names it; shop is a family, with the roles shop-execution-role and shop-task-role/],
    [
      ['audit', '--family', 'node-role'],
      /Cannot find family node-role: it names no role in the audited Regions, or does not/,
    ],
    [['audit', '--family', 'shop-task-role'], /or does not exist; shop-task-role is a role, of shop/],
    [
      ['audit', '--regions', 'eu-wets-1'],
      /of eu-wets-1: the Region is not enabled .*\(did you mean eu-west-1\?\); enabled are/,
    ],
    [['policy', 'two words'], /Cannot read role "two words": expected the name of a role/],
    [['policy', 'arn:aws:iam::1:user/x'], /Cannot parse role ARN "arn:aws:iam::1:user\/x"/],
    [['policy', 'twin-role'], /Cannot tell which role "twin-role" is meant: expected one of arn:.*, arn:/],
    [['policy', 'shop-task-role', '--as', 'pdf'], /'pdf' is invalid. Expected one of json, terraform/],
    [['policy', 'shop-task-role', '--lookback', 'ever'], /--lookback is "ever": expected a duration/],
    [['explain', 'shop-task-role', 'sqs:*'], /Cannot parse action "sqs:\*"/],
  ])('refuses %j with a message that says what would be right', async (args, message) => {
    const { status, out, err } = await run(...args);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toMatch(message);
  });
});

describe('explain', () => {
  test('tells the story of one action', async () => {
    const { status, out, err } = await run('explain', 'shop-task-role', 'sqs:GetQueueUrl');
    expect(out).toMatch(
      /^sqs:GetQueueUrl of arn:aws:iam::\d{12}:role\/shop-task-role: used\.\n15 calls in eu-west-1, /,
    );
    expect(out).toContain('Granted by statement "Queues" of inline policy app.\n');
    expect({ status, err }).toEqual({ status: 0, err: '' });
  });

  test('warns of an action that no catalogue lists, which may be misspelt', async () => {
    const { status, out, err } = await run('explain', 'shop-task-role', 'sqs:GetQueueUlr');
    expect(out).toMatch(/^sqs:GetQueueUlr of arn:aws:iam::\d{12}:role\/shop-task-role: not granted\.\n/);
    expect(err).toContain(
      'sqs:GetQueueUlr is not in the catalogue of IAM actions (did you mean sqs:GetQueueUrl?): check its spelling',
    );
    expect(status).toBe(0);
  });
});

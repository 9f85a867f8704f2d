import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { OWN_ACTIONS, resourcesNeeded } from '../../src/cli/auditor-permissions.ts';
import { missingAuditorPermissionsText } from '../../src/cli/missing-auditor-permissions-text.ts';
import { runCommandLine } from '../../src/cli/run-command-line.ts';
import { sandboxEnvironment } from '../../src/cli/sandbox-environment.ts';
import type { FaultRule } from '../../src/sandbox/fault.ts';
import { startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { smallAccount } from '../support/small-account.ts';
import { templatePolicies } from '../support/template-policies.ts';
import { fakeTerminal } from './fake-terminal.ts';

const PLACE = { partition: 'aws', region: 'eu-west-1', accountId: '123456789012' };

/** The JSON in a block of text. */
function policyIn(text: string): unknown {
  return JSON.parse(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1));
}

describe('missingAuditorPermissionsText', () => {
  test('is empty where nothing was missing', () => {
    expect(missingAuditorPermissionsText([], PLACE)).toBe('');
  });

  test('is one policy, with a statement for each set of resources', () => {
    const text = missingAuditorPermissionsText(
      [
        { action: 'iam:ListRolePolicies', resource: 'arn:aws:iam::123456789012:role/one' },
        { action: 'iam:GetRole', resource: 'arn:aws:iam::123456789012:role/two' },
        { action: 'iam:GetRole' },
        { action: 'ecs:ListTaskDefinitions' },
        { action: 's3:GetObject', resource: 'arn:aws:s3:::trail/*' },
        { action: 'kms:Decrypt' },
      ],
      { ...PLACE, partition: 'aws-us-gov' },
    );
    expect(text).toContain('These permissions are missing');
    expect(policyIn(text)).toEqual({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: ['ecs:ListTaskDefinitions', 'kms:Decrypt'], Resource: '*' },
        {
          Effect: 'Allow',
          Action: ['iam:GetRole', 'iam:ListRolePolicies'],
          Resource: 'arn:aws-us-gov:iam::123456789012:role/*',
        },
        { Effect: 'Allow', Action: ['s3:GetObject'], Resource: 'arn:aws-us-gov:s3:::trail/*' },
      ],
    });
  });

  test('gives no policy for what no policy of the caller mends', () => {
    const text = missingAuditorPermissionsText(
      [{ action: 'ecs:ListTaskDefinitions', refusedBy: 'a service control policy' }],
      PLACE,
    );
    expect(text).not.toContain('{');
    expect(text).toContain('ecs:ListTaskDefinitions: a service control policy; ask whoever administers it');
  });
});

test('the resources are those that the template grants', () => {
  const statements = templatePolicies().flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
  const granted = new Map<string, readonly string[]>(
    statements.flatMap(({ Action, Resource }) => [Action].flat().map((action) => [action, [Resource].flat()] as const)),
  );
  const place = { partition: 'PARTITION', region: 'REGION', accountId: 'ACCOUNT' };
  const names = { Partition: 'PARTITION', Region: 'REGION', AccountId: 'ACCOUNT' } as const;
  for (const action of OWN_ACTIONS) {
    const inTemplate = granted
      .get(action)
      ?.map((arn) => arn.replace(/\$\{AWS::(\w+)\}/g, (_, name: keyof typeof names) => names[name]))
      .map((arn) => arn.replace(/\$\{Trail\w+\}/, '*'));
    expect([action, resourcesNeeded(action, place)]).toEqual([action, inTemplate]);
  }
});

describe('the command line', () => {
  async function run(faults: readonly FaultRule[], ...args: readonly string[]) {
    const sandbox = await startSandbox({ account: smallAccount(Date.now()).account, limits: false, faults });
    for (const [name, value] of Object.entries(sandboxEnvironment(sandbox, {}))) vi.stubEnv(name, value);
    onTestFinished(async () => {
      vi.unstubAllEnvs();
      await sandbox.close();
    });
    const terminal = fakeTerminal();
    const status = await runCommandLine(args, terminal);
    return { status, out: terminal.out(), err: terminal.err(), account: sandbox.account.accountId };
  }
  const denied = (service: string, operation?: string): FaultRule => ({
    kind: 'accessDenied',
    service,
    ...(operation !== undefined && { operation }),
  });

  test('an audit ends with the permissions that it lacked, and a policy that grants them', async () => {
    const faults = [denied('ecs', 'DescribeTaskDefinition'), denied('cloudtrail', 'LookupEvents')];
    const { status, out, err } = await run(faults, 'audit', '--format', 'json');
    expect(status).toBe(3);
    expect(policyIn(err)).toEqual({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: ['cloudtrail:LookupEvents', 'ecs:DescribeTaskDefinition'], Resource: '*' },
      ],
    });
    const document = JSON.parse(out) as { incomplete: readonly object[] };
    expect(document.incomplete.length).toBeGreaterThan(0);
    for (const one of document.incomplete) expect(Object.keys(one)).toEqual(['what', 'why']);
  });

  test('policies of roles that cannot be read are among them', async () => {
    const faults = [
      denied('iam', 'GetAccountAuthorizationDetails'),
      denied('iam', 'ListRolePolicies'),
      denied('iam', 'GetPolicyVersion'),
    ];
    const { err, account } = await run(faults, 'policy', 'shop-task-role');
    expect(policyIn(err.slice(err.indexOf('These permissions')))).toMatchObject({
      Statement: [
        {
          Action: ['iam:GetPolicyVersion'],
          Resource: [`arn:aws:iam::${account}:policy/*`, 'arn:aws:iam::aws:policy/*'],
        },
        { Action: ['iam:ListRolePolicies'], Resource: `arn:aws:iam::${account}:role/*` },
      ],
    });
  });

  test('what Security Hub and the ledger refuse is among them', async () => {
    const faults = [denied('securityhub', 'BatchImportFindings'), denied('s3')];
    const { err, account } = await run(faults, 'audit', '--publish', '--ledger', `s3://ledgers/audit`);
    expect(policyIn(err)).toMatchObject({
      Statement: [
        { Action: ['s3:GetObject'], Resource: `arn:aws:s3:::ledgers/audit/${account}/*` },
        { Action: ['s3:ListBucket'], Resource: 'arn:aws:s3:::ledgers' },
        {
          Action: ['securityhub:BatchImportFindings'],
          Resource: `arn:aws:securityhub:us-east-1:${account}:product/${account}/default`,
        },
      ],
    });
  });

  test('a trail that may not be read names its bucket', async () => {
    const { err, out, status } = await run([denied('s3')], 'usage', '--trail-uri', 's3://the-trail/logs');
    expect(status).toBe(3);
    expect(JSON.parse(out)).toMatchObject({ incomplete: [{ what: expect.any(String), why: expect.any(String) }] });
    expect(policyIn(err)).toMatchObject({
      Statement: [{ Action: ['s3:ListBucket'], Resource: 'arn:aws:s3:::the-trail' }],
    });
  });

  test.each([
    ['--slack-webhook-secret', 'slack', 'secretsmanager', 'secretsmanager:GetSecretValue'],
    ['--slack-webhook-parameter', '/slack', 'ssm', 'ssm:GetParameter'],
    ['--slack-token-secret', 'bot', 'secretsmanager', 'secretsmanager:GetSecretValue'],
    ['--sns-topic', 'arn:aws:sns:eu-west-1:123456789012:audits', 'sns', 'sns:Publish'],
  ])('what keeps people from being told is among them: %s', async (option, value, service, action) => {
    const channel = option.includes('token') ? ['--slack-channel', 'C0123456789'] : [];
    const { err } = await run([denied(service)], 'audit', '--notify', option, value, ...channel);
    const { Statement } = policyIn(err.slice(err.indexOf('These permissions'))) as {
      readonly Statement: readonly { readonly Action: readonly string[]; readonly Resource: string }[];
    };
    expect(Statement.map(({ Action }) => Action)).toEqual([[action]]);
    if (service === 'sns') expect(Statement[0]?.Resource).toBe(value);
  });

  test('so is a configuration file that may not be read', async () => {
    const { status, err } = await run([denied('s3')], 'audit', '--config', 's3://settings/auditor.yaml');
    expect(status).toBe(2);
    expect(err).toMatch(/^ecs-role-auditor: Cannot read the configuration s3:/);
    expect(policyIn(err)).toMatchObject({
      Statement: [{ Action: ['s3:GetObject'], Resource: 'arn:aws:s3:::settings/auditor.yaml' }],
    });
  });

  test('an audit that cannot even begin says the same', async () => {
    const { status, err } = await run([denied('sts')], 'audit');
    expect(status).toBe(2);
    expect(err).toMatch(/^ecs-role-auditor: Cannot tell which account to audit: AccessDenied/);
    expect(policyIn(err)).toMatchObject({ Statement: [{ Action: ['sts:GetCallerIdentity'], Resource: '*' }] });
  });
});

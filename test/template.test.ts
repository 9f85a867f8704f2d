import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../src/config/config.ts';
import { SETTING_NAMES, variableOf } from '../src/config/settings.ts';
import { loadCatalog } from '../src/iam/catalog/load-catalog.ts';
import { type Sandbox, startSandbox } from '../src/sandbox/start-sandbox.ts';
import { readTrailTable } from '../src/sources/athena/trail-table.ts';
import {
  nameOfManaged,
  type PolicyStatement,
  type RolePolicy,
  readTemplate,
  stackOf,
} from './support/cloudformation.ts';
import { runHandler } from './support/run-handler.ts';
import { SMALL_CHANNEL, smallAccount } from './support/small-account.ts';
import { PERMISSIONS, QUIET_TRAIL } from './support/template-calls.ts';

const template = readTemplate();

/** The policies of the function's role, conditional ones too. */
function rolePolicies(): readonly RolePolicy[] {
  const policies = template.Resources['AuditRole']?.Properties['Policies'] as readonly (
    | RolePolicy
    | { readonly If: readonly [string, RolePolicy, unknown] }
  )[];
  const beside = Object.entries(template.Resources).flatMap(([name, { Type, Properties }]) =>
    Type === 'AWS::IAM::ManagedPolicy'
      ? [{ PolicyName: nameOfManaged(name), PolicyDocument: Properties['PolicyDocument'] } as RolePolicy]
      : [],
  );
  return [...beside, ...policies.map((policy) => ('If' in policy ? policy.If[1] : policy))];
}

function actionsOf(statement: PolicyStatement): readonly string[] {
  return typeof statement.Action === 'string' ? [statement.Action] : statement.Action;
}

/** What the Lambda service and its runtime do with the role; the program itself never calls these. */
const OF_LAMBDA = ['lambda-runtime', 'attach-to-vpc'];
const granted = rolePolicies()
  .filter((policy) => !OF_LAMBDA.includes(policy.PolicyName))
  .flatMap((policy) => policy.PolicyDocument.Statement)
  .flatMap(actionsOf);

/** Operations that need no permission. */
const FREE = new Set(['sts:GetCallerIdentity']);

/** Granted for what it changes in another call's answer: S3, SNS and others use a key only for callers who may. */
const NEVER_CALLED = new Set([
  'kms:Decrypt',
  'kms:GenerateDataKey',
  // By Athena, with the function's permissions.
  'glue:GetDatabase',
  'glue:GetPartitions',
  'glue:GetTable',
  's3:AbortMultipartUpload',
  's3:GetBucketLocation',
  's3:ListMultipartUploadParts',
]);
const LEDGER_KEY = 'arn:aws:kms:us-east-1:418295736412:key/1234abcd';

describe('template.yaml', () => {
  test('takes no wildcard in a parameter that says what its role may read or write', () => {
    const policies = JSON.stringify(rolePolicies());
    const named = Object.entries(template.Parameters).filter(([name]) =>
      new RegExp(`("Ref":"|[$][{])${name}\\b`).test(policies),
    );
    expect(named.map(([name]) => name)).toEqual(
      expect.arrayContaining(['ConfigUri', 'TrailUri', 'TrailKeyArn', 'SlackWebhookSecretArn', 'SnsTopicArn']),
    );
    const samples: Readonly<Record<string, string>> = {
      bucketname: 'a-bucket',
      bucketprefix: 'team/auditor/',
      secret: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:team/slack-AbC1',
      key: 'arn:aws:kms:us-east-1:123456789012:key/mrk-1234abcd',
      topic: 'arn:aws:sns:us-east-1:123456789012:audits',
      uri: 's3://bucket/some/place',
      name: '/team/slack',
    };
    for (const [name, { AllowedPattern }] of named) {
      const allowed = new RegExp(AllowedPattern ?? '');
      const [, sample = ''] = Object.entries(samples).find(([kind]) => name.toLowerCase().includes(kind)) ?? [];
      expect(allowed.test(sample), name).toBe(true);
      for (const wildcard of ['*', '?']) expect(allowed.test(`${sample}${wildcard}`), name).toBe(false);
    }
  });

  let sandbox: Sandbox;
  beforeAll(async () => {
    const { account } = smallAccount(Date.now());
    account.trails.push(QUIET_TRAIL);
    account.buckets.push(QUIET_TRAIL.bucket);
    account.hmacKeys.push({ arn: LEDGER_KEY });
    sandbox = await startSandbox({ account, limits: false });
  });
  afterAll(() => sandbox.close());

  test('grants the function exactly the actions that its runs call', { timeout: 300_000 }, async () => {
    await runHandler(sandbox);
    await runHandler(sandbox, {
      environment: {
        AUDITOR_SLACK_WEBHOOK_SECRET: '',
        AUDITOR_SLACK_WEBHOOK_PARAMETER: '/ecs-role-auditor/slack-webhook',
      },
    });
    await runHandler(sandbox, {
      environment: {
        AUDITOR_SLACK_WEBHOOK_SECRET: '',
        AUDITOR_SLACK_TOKEN_SECRET: 'ecs-role-auditor/slack-token',
        AUDITOR_SLACK_CHANNEL: SMALL_CHANNEL,
        AUDITOR_SNS_TOPIC: sandbox.account.topics.join(''),
      },
    });
    await runHandler(sandbox, { environment: { AUDITOR_SOURCES: 'lookup,last-accessed' } });
    await runHandler(sandbox, {
      environment: { AUDITOR_SOURCES: 'lookup,trail', AUDITOR_TRAIL_URI: `s3://${QUIET_TRAIL.bucket}` },
    });
    const athena = { AUDITOR_SOURCES: 'lookup,athena', AUDITOR_ATHENA_TABLE: 'cloudtrail.records' };
    await runHandler(sandbox, { environment: athena });
    // What the first run signs the second verifies.
    const signed = { AUDITOR_LEDGER_KEY: LEDGER_KEY, AUDITOR_LEDGER_ANCHOR: '/ecs-role-auditor/ledger' };
    for (const environment of [signed, signed]) await runHandler(sandbox, { environment });
    // What an exception accepts is suppressed in Security Hub.
    const bucket = `ecs-role-auditor-${sandbox.account.accountId}`;
    const until = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
    sandbox.state.objects.set(`${bucket}/auditor.yaml`, {
      body: Buffer.from(`version: 1\nexceptions:\n  - {role: shop-*, until: ${until}, reason: it may stay}\n`),
      etag: '"1"',
      lastModified: Date.now(),
      headers: {},
    });
    await runHandler(sandbox, { environment: { AUDITOR_CONFIG: `s3://${bucket}/auditor.yaml` } });
    // A query whose state is not known is stopped.
    sandbox.injectFault({ service: 'athena', operation: 'GetQueryExecution', kind: 'accessDenied' });
    await runHandler(sandbox, { environment: athena });
    // The bulk listing refused: roles are then read one by one.
    sandbox.injectFault({ service: 'iam', operation: 'GetAccountAuthorizationDetails', kind: 'accessDenied' });
    await runHandler(sandbox);
    sandbox.clearFaults();
    const called = new Set(
      sandbox.calls
        .filter((call) => !call.service.startsWith('slack'))
        .map((call) => `${call.service}:${call.operation}`)
        .map((operation) => PERMISSIONS[operation] ?? operation)
        .filter((action) => !FREE.has(action)),
    );
    const forCalls = granted.filter((action) => !NEVER_CALLED.has(action));
    expect([...called].sort()).toEqual([...new Set(forCalls)].sort());
  });

  test('scopes every action as far as IAM knows resources for it', async () => {
    const catalog = await loadCatalog();
    /** Actions whose resource types do not fit what the program asks. */
    const exceptions: Readonly<Record<string, string>> = {
      'ecs:ListTasks': 'its resource type is a container instance, which the program does not name',
    };
    const wide = rolePolicies()
      .flatMap((policy) => policy.PolicyDocument.Statement)
      .filter(({ Effect, Resource }) => Effect === 'Allow' && Resource === '*')
      .flatMap(actionsOf)
      .filter((action) => catalog.resourceTypesOf(action).length > 0 && !(action in exceptions));
    expect(wide).toEqual([]);
  });

  test('sets environment variables that the program knows, and their defaults are its own', () => {
    const stack = stackOf(template, { BucketName: 'a-bucket' });
    const variables = stack.property('AuditFunction', 'Environment', 'Variables') as Readonly<Record<string, string>>;
    const ours = Object.entries(variables).filter(([name]) => name.startsWith('AUDITOR_'));
    const known = SETTING_NAMES.map(variableOf);
    expect(ours.map(([name]) => name).filter((name) => !known.includes(name))).toEqual([]);
    const configured = readConfig(Object.fromEntries(ours));
    const places = { report: undefined, ledger: undefined, storedCatalog: undefined, organizationRuns: undefined };
    expect({ ...configured, ...places }).toEqual({ ...readConfig({}), ...places });
  });

  test('makes a table of which the program knows that nothing is missing', () => {
    const stack = stackOf(template, { Sources: 'athena', AthenaTrailUri: 's3://logs/team' });
    const table = stack.property('TrailTable', 'TableInput') as {
      Parameters: Record<string, string>;
      StorageDescriptor: { Columns: readonly { Name: string }[] };
    };
    expect(readTrailTable(table.Parameters, '123456789012')).toMatchObject({
      ok: true,
      value: { location: { bucket: 'logs', prefix: 'team' }, regions: 'any' },
    });
    const columns = table.StorageDescriptor.Columns.map(({ Name }) => Name);
    expect(columns).toEqual(expect.arrayContaining(['useridentity', 'requestparameters', 'resources', 'errormessage']));
  });

  test('documents every setting in the README', () => {
    const readme = readFileSync('README.md', 'utf8');
    expect(SETTING_NAMES.map(variableOf).filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
  });

  const lint = spawnSync('cfn-lint', ['--version']);
  const canLint = lint.status === 0;
  if (!canLint) console.log('skipped: cfn-lint is not installed');
  test.skipIf(!canLint)('is clean for cfn-lint', { timeout: 300_000 }, () => {
    const result = spawnSync('cfn-lint', ['template.yaml'], { encoding: 'utf8' });
    expect(result.stdout + result.stderr).toBe('');
    expect(result.status).toBe(0);
  });
});

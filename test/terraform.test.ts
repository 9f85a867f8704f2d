import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import hcl from 'hcl2-parser';
import { afterAll, describe, expect, test } from 'vitest';
import { type Given, nameOfManaged, policiesOf, readTemplate, stackOf } from './support/cloudformation.ts';
import { PROVIDERS, providerVersion, terraformInstalled } from './support/terraform.ts';

/** What the module has that a stack has by other means. */
const OWN_VARIABLES = ['name', 'package'];

const template = readTemplate();
const texts = readdirSync('terraform')
  .filter((name) => name.endsWith('.tf'))
  .map((name) => readFileSync(join('terraform', name), 'utf8'));

interface Parsed {
  readonly variable?: Readonly<Record<string, readonly { readonly default?: unknown }[]>>;
  readonly resource?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly output?: Readonly<Record<string, unknown>>;
}
const parsed = texts.map((text): Parsed => {
  const [value, problem] = hcl.parseToObject(text) as [Parsed, unknown];
  if (problem !== null) throw new Error(`Cannot parse the module: ${JSON.stringify(problem)}`);
  return value;
});

/** `AuditFunction` → `audit_function`: what the template calls so is called so in the module. */
const snakeCase = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

/** Compared both ways, so that a failure names what the module lacks and what it has too much. */
function difference(template: Iterable<string>, module: Iterable<string>): object {
  const [wanted, there] = [new Set(template), new Set(module)];
  return { missing: [...wanted.difference(there)].sort(), tooMuch: [...there.difference(wanted)].sort() };
}
const NONE = { missing: [], tooMuch: [] };

describe('read as text', () => {
  test('the variables are the parameters of the template, with its defaults', () => {
    const variables = Object.assign({}, ...parsed.map(({ variable }) => variable)) as NonNullable<Parsed['variable']>;
    const parameters = Object.keys(template.Parameters).map(snakeCase);
    expect(difference([...parameters, ...OWN_VARIABLES], Object.keys(variables))).toEqual(NONE);
    for (const [name, { Type, Default }] of Object.entries(template.Parameters)) {
      const [variable] = variables[snakeCase(name)] ?? [];
      const text = Array.isArray(variable?.default) ? variable.default.join(',') : String(variable?.default);
      expect({ name, default: text }).toEqual({ name, default: String(Default) });
      expect({ name, list: Array.isArray(variable?.default) }).toEqual({ name, list: Type === 'CommaDelimitedList' });
    }
  });

  test('the resources and outputs are those of the template', () => {
    const resources = parsed.flatMap(({ resource }) => Object.values(resource ?? {}).flatMap(Object.keys));
    expect(difference(Object.keys(template.Resources).map(snakeCase), resources)).toEqual(NONE);
    const outputs = parsed.flatMap(({ output }) => Object.keys(output ?? {}));
    expect(difference(Object.keys(template.Outputs ?? {}).map(snakeCase), outputs)).toEqual(NONE);
  });

  test('the statements of policies name the same permissions', () => {
    const inTemplate: string[] = [];
    const visit = (node: unknown): void => {
      if (node === null || typeof node !== 'object') return;
      const { Sid, Action } = node as { readonly Sid?: string; readonly Action?: unknown };
      if (Sid !== undefined) inTemplate.push(...listOf(Action).map((action) => `${Sid} ${action}`));
      Object.values(node).forEach(visit);
    };
    visit(template.Resources);
    const inModule = texts.flatMap((text) =>
      [...text.matchAll(/Sid\s+= "(\w+)"[\s\S]*?Action\s+= (\[[^\]]*\]|"[^"]*")/g)].flatMap(([, sid, actions = '']) =>
        [...actions.matchAll(/"([^"]+)"/g)].map(([, action]) => `${sid} ${action}`),
      ),
    );
    expect(difference(inTemplate, inModule)).toEqual(NONE);
  });
});

const KEY = 'arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555';
const SECRET = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:slack-AbCdEf';
const VPC: Given = { SubnetIds: 'subnet-0123456789abcdef0,subnet-0a1b2c3d', SecurityGroupIds: 'sg-0a1b2c3d' };
const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:security';

/** Stacks that between them take every branch of the template. */
const STACKS: Readonly<Record<string, Given>> = {
  defaults: {},
  everything: {
    ...{ ConfigUri: 's3://settings/auditor.yaml', ConfigKeyArn: KEY, Sources: 'auto,trail', Families: 'a-*,b' },
    ...{ TrailUri: 's3://trail/org/', SecondTrailUri: 's3://data/x/AWSLogs/o-1', AthenaTrailUri: 's3://trail/p' },
    ...{ TrailKeyArn: KEY, SlackTokenSecretArn: SECRET, SlackChannelId: 'C0123456789', SlackKeyArn: KEY },
    ...{ SnsTopicArn: TOPIC, SnsKeyArn: KEY, BucketKeyArn: KEY, BucketPrefix: 'audit/', MakeLedgerKey: 'true' },
    ...{ BreakGlassPrincipalArn: 'arn:aws:iam::123456789012:role/admin', LogKeyArn: KEY, QueueKeyArn: KEY },
    ...{ PermissionsBoundaryArn: 'arn:aws:iam::123456789012:policy/edge', RolePath: '/audit/', LogLevel: 'DEBUG' },
    ...VPC,
  },
  little: {
    ...{ ReadTrails: 'none', BucketName: 'reports-of-ours', LedgerKeyArn: KEY, PublishToSecurityHub: 'false' },
    ...{ SlackWebhookSecretArn: SECRET, HoursBetweenRuns: '168', ScheduleState: 'DISABLED' },
  },
  parameters: { SlackWebhookParameterName: '/auditor/slack', SnsTopicArn: TOPIC, HoursBetweenRuns: '72' },
  unwatched: {
    ...VPC,
    WatchTaskStarts: 'false',
    CatalogRefresh: 'none',
    IgnoreRegions: 'ap-east-1=denied by SCP p-1a2b3c4d',
  },
  token: { SlackTokenParameterName: '/auditor/token', SlackChannelId: 'C0123456789', AlarmTopicArn: TOPIC },
};

const hasTerraform = terraformInstalled();
const installed = providerVersion;

test.skipIf(!hasTerraform)('terraform finds it well formatted', () => {
  expect(spawnSync('terraform', ['fmt', '-check', 'terraform'], { encoding: 'utf8' }).stdout).toBe('');
});

/** Stands before the names of resources in ARNs that the provider would know: it wants ARNs to look like some. */
const ARN = 'arn:aws:mock:eu-west-1:123456789012:';

/** What a resource of the module is called, with what it was made of. */
interface Made {
  readonly type: string;
  readonly name: string;
  readonly mode: string;
  readonly values: Readonly<Record<string, unknown>>;
}

describe.skipIf(!hasTerraform || installed === undefined)(
  'run by terraform, with a provider that makes nothing',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'auditor-terraform-'));
    afterAll(() => rmSync(folder, { recursive: true, force: true }));
    const terraform = (...args: readonly string[]) =>
      spawnSync('terraform', args, { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28 });

    const made = new Map<string, readonly Made[]>();
    if (hasTerraform && installed !== undefined) {
      // A provider of before nodejs24.x refuses its name; nothing else of the module depends on it.
      const older = Number.parseInt(installed, 10) < 6;
      if (older)
        console.log(
          `terraform's AWS provider is ${installed}: the module is tried with nodejs22.x in place of nodejs24.x`,
        );
      const adapted = (text: string) =>
        older ? text.replace('>= 6.25', `= ${installed}`).replace('"nodejs24.x"', '"nodejs22.x"') : text;
      writeFileSync(join(folder, 'module.tf'), texts.map(adapted).join('\n'));
      writeFileSync(join(folder, 'lambda.zip'), 'stands for the bundle');
      mkdirSync(join(folder, 'tests'));
      writeFileSync(join(folder, 'tests/stacks.tftest.hcl'), testFile());
      terraform('init', '-input=false', `-plugin-dir=${PROVIDERS}`);
      const { stdout } = terraform('test', '-verbose', '-json');
      for (const line of stdout.split('\n').filter((text) => text.includes('"type":"test_state"'))) {
        const { '@testrun': run, test_state: state } = JSON.parse(line.replaceAll(ARN, '')) as {
          readonly '@testrun': string;
          readonly test_state: { readonly root_module: { readonly resources: readonly Made[] } };
        };
        made.set(run, state.root_module.resources);
      }
      if (made.size === 0) console.log(stdout);
    }

    test('it is valid', () => {
      expect(terraform('validate', '-no-color').stdout).toContain('The configuration is valid');
    });

    describe.each(Object.entries(STACKS))('%s', (name, given) => {
      const stack = stackOf(template, { ...given, 'AWS::StackName': 'auditor' });
      const resources = made.get(name) ?? [];
      const find = (type: string, called: string) =>
        resources.find((each) => each.type === type && each.name === called)?.values;

      const namesOf = (type: string): readonly (readonly [string])[] =>
        Object.entries(stack.resources).flatMap(([called, { Type }]) => (Type === type ? [[called] as const] : []));

      test('makes the resources that the stack has', () => {
        const called = resources.filter(({ mode }) => mode === 'managed').map((each) => each.name);
        expect(difference(Object.keys(stack.resources).map(snakeCase), called)).toEqual(NONE);
      });

      test.each(namesOf('AWS::IAM::Role'))('grants %s what the stack grants', (role) => {
        const within = resources.filter(({ type, name }) => type === 'aws_iam_role_policy' && name === snakeCase(role));
        const beside = ((stack.property(role, 'ManagedPolicyArns') ?? []) as readonly string[]).map(
          (name) => [nameOfManaged(name), find('aws_iam_policy', snakeCase(name))?.['policy']] as const,
        );
        const granted = [...within.map(({ values }) => [values['name'], values['policy']]), ...beside];
        expect(Object.fromEntries(granted.map(([name, policy]) => [name, JSON.parse(String(policy))]))).toEqual(
          inModule(
            Object.fromEntries(
              policiesOf(stack, role).map(({ PolicyName, PolicyDocument }) => [PolicyName, PolicyDocument]),
            ),
          ),
        );
        const values = find('aws_iam_role', snakeCase(role));
        expect({
          trust: JSON.parse(String(values?.['assume_role_policy'])),
          boundary: values?.['permissions_boundary'] ?? undefined,
          path: values?.['path'],
        }).toEqual({
          trust: stack.property(role, 'AssumeRolePolicyDocument'),
          boundary: stack.property(role, 'PermissionsBoundary'),
          path: stack.property(role, 'Path'),
        });
      });

      test('attaches the managed policies that the stack attaches', () => {
        const attached = resources
          .filter(({ type }) => type === 'aws_iam_role_policy_attachment')
          .map((each) => each.name);
        const wanted = namesOf('AWS::IAM::Role').flatMap(
          ([role]) => (stack.property(role, 'ManagedPolicyArns') ?? []) as readonly string[],
        );
        expect(attached.sort()).toEqual(wanted.map(snakeCase).sort());
      });

      test('guards the bucket and the key alike', () => {
        for (const [type, called, field] of [
          ['aws_s3_bucket_policy', 'StateBucketPolicy', 'PolicyDocument'],
          ['aws_kms_key', 'LedgerKey', 'KeyPolicy'],
        ] as const) {
          const values = find(type, snakeCase(called));
          expect(values && JSON.parse(String(values['policy']))).toEqual(inModule(stack.property(called, field)));
        }
      });

      test.each(namesOf('AWS::Serverless::Function'))('configures %s alike', (called) => {
        const values = find('aws_lambda_function', snakeCase(called));
        const [environment] = (values?.['environment'] ?? []) as readonly { readonly variables: unknown }[];
        expect(environment?.variables).toEqual(inModule(stack.property(called, 'Environment', 'Variables')));
        const vpc = stack.property(called, 'VpcConfig') as
          | { readonly SubnetIds: unknown; readonly SecurityGroupIds: unknown }
          | undefined;
        const [its] = (values?.['vpc_config'] ?? []) as readonly Readonly<Record<string, unknown>>[];
        expect(its).toEqual(
          vpc && expect.objectContaining({ subnet_ids: vpc.SubnetIds, security_group_ids: vpc.SecurityGroupIds }),
        );
        expect(values).toMatchObject({
          handler: stack.property(called, 'Handler'),
          memory_size: Number(stack.property(called, 'MemorySize')),
          timeout: stack.property(called, 'Timeout'),
        });
      });

      test('takes the same events of stopped tasks', () => {
        const rule = find('aws_cloudwatch_event_rule', 'task_stopped_rule');
        expect(rule && JSON.parse(String(rule['event_pattern']))).toEqual(
          stack.property('TaskStoppedRule', 'EventPattern'),
        );
        // In the template both queues have the policy as their own; in the module each has one that names it.
        const policies = resources.filter((each) => each.name === 'task_stopped_queue_policy');
        const names = (stack.property('TaskStoppedQueuePolicy', 'Queues') ?? []) as readonly string[];
        const policy = JSON.stringify(stack.property('TaskStoppedQueuePolicy', 'PolicyDocument'));
        expect(new Set(policies.map(({ values }) => JSON.parse(String(values['policy']))))).toEqual(
          new Set(names.map((queue) => JSON.parse(policy.replace('"Resource":"*"', `"Resource":"${queue}.Arn"`)))),
        );
        const queue = find('aws_sqs_queue', 'task_stopped_queue');
        expect(queue && JSON.parse(String(queue['redrive_policy']))).toEqual(
          stack.property('TaskStoppedQueue', 'RedrivePolicy'),
        );
      });

      test('sets the alarms alike', () => {
        const alarms = namesOf('AWS::CloudWatch::Alarm');
        expect(alarms.length).toBeGreaterThan(4);
        for (const [alarm] of alarms) {
          const values = find('aws_cloudwatch_metric_alarm', snakeCase(alarm)) ?? {};
          expect({ alarm, ...alarmOf((key) => values[snakeCase(key)]) }).toEqual({
            alarm,
            ...alarmOf((key) => inModule(stack.property(alarm, key))),
          });
        }
      });
    });
  },
);

/** An alarm's settings; none is none, however it is written. */
function alarmOf(field: (name: string) => unknown): object {
  const fields = ['Namespace', 'MetricName', 'Statistic', 'Period', 'EvaluationPeriods', 'DatapointsToAlarm'];
  const texts = ['Threshold', 'ComparisonOperator', 'TreatMissingData'];
  const lists = ['AlarmActions', 'InsufficientDataActions'];
  return {
    ...Object.fromEntries([...fields, ...texts].map((name) => [name, String(field(name) ?? '')])),
    ...Object.fromEntries(lists.map((name) => [name, field(name) ?? []])),
  };
}

/** What the stack leaves to CloudFormation, named as the module names it. */
function inModule<T>(value: T): T {
  if (value === undefined) return value;
  const text = JSON.stringify(value)
    .replaceAll(/\bTrailDatabase\b/g, 'auditor')
    .replaceAll(/\bTrailTable\b/g, 'cloudtrail')
    .replaceAll(/\bTrailWorkgroup\b/g, 'auditor-trail')
    .replaceAll(/"(\w+LogGroup\.Arn)"/g, '"$1:*"');
  return JSON.parse(text) as T;
}

/** A run for each stack, with a provider whose answers are what `stackOf` puts in their place. */
function testFile(): string {
  const arns = [
    ['aws_lambda_function', 'AuditFunction'],
    ['aws_sqs_queue', 'DeadLetterQueue'],
    ['aws_cloudwatch_log_group', 'AuditLogGroup'],
    ['aws_kms_key', 'LedgerKey'],
    ['aws_iam_role', 'ScheduleRole'],
    ['aws_cloudwatch_event_rule', 'TaskStoppedRule'],
  ];
  const mocks = arns.map(([type, name]) => `  mock_resource "${type}" { defaults = { arn = "${ARN}${name}.Arn" } }`);
  // Of kinds that there are several of.
  const others = [
    ['aws_iam_role', 'AuditRole'],
    ['aws_iam_role', 'TaskStoppedRole'],
    ['aws_iam_policy', 'ReadInventoryPolicy'],
    ['aws_iam_policy', 'AskAthenaPolicy'],
    ['aws_iam_policy', 'AttachToVpcPolicy'],
    ['aws_lambda_function', 'TaskStoppedFunction'],
    ['aws_sqs_queue', 'TaskStoppedQueue'],
    ['aws_sqs_queue', 'TaskStoppedDeadLetterQueue'],
    ['aws_cloudwatch_log_group', 'TaskStoppedLogGroup'],
  ] as const;
  const overrides = others.map(
    ([type, name]) => `  override_resource {
    target = ${type}.${snakeCase(name)}
    values = { arn = "${ARN}${name}.Arn" }
  }`,
  );
  const runs = Object.entries(STACKS).map(([run, given]) => {
    const variables = Object.entries(given).map(([name, value]) => {
      const list = template.Parameters[name]?.Type === 'CommaDelimitedList';
      return `    ${snakeCase(name)} = ${JSON.stringify(list ? value.split(',') : value)}`;
    });
    return `run "${run}" {\n  variables {\n    name = "auditor"\n    package = "lambda.zip"\n${variables.join('\n')}\n  }\n}`;
  });
  return `mock_provider "aws" {
${mocks.join('\n')}
  mock_resource "aws_s3_bucket" { defaults = { arn = "${ARN}StateBucket.Arn", bucket = "StateBucket" } }
${overrides.join('\n')}
  mock_data "aws_caller_identity" { defaults = { account_id = "123456789012" } }
  mock_data "aws_partition" { defaults = { partition = "aws", dns_suffix = "amazonaws.com" } }
  mock_data "aws_region" { defaults = { id = "eu-west-1" } }
}
${runs.join('\n')}
`;
}

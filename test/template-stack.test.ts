import { describe, expect, test } from 'vitest';
import { parseAuditEvent } from '../src/audit-request.ts';
import { readConfig } from '../src/config/config.ts';
import {
  type Given,
  type PolicyStatement,
  policiesOf,
  readTemplate,
  type Stack,
  stackOf,
} from './support/cloudformation.ts';

const template = readTemplate();
const KEY = 'arn:aws:kms:eu-west-1:123456789012:key/1234abcd';
const BOUNDARY = 'arn:aws:iam::123456789012:policy/boundary';
const ATHENA: Given = { Sources: 'lookup,athena', AthenaTrailUri: 's3://logs' };

function ofType(stack: Stack, type: string): readonly (readonly [string, Readonly<Record<string, unknown>>])[] {
  return Object.entries(stack.resources)
    .filter(([, { Type }]) => Type === type)
    .map(([name, { Properties }]) => [name, Properties]);
}

function statementsOf(stack: Stack, role: string): readonly PolicyStatement[] {
  return policiesOf(stack, role).flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
}

describe('the roles of the stack', () => {
  test('take the path and the permissions boundary, each of them', () => {
    const bound = ofType(
      stackOf(template, { RolePath: '/audit/', PermissionsBoundaryArn: BOUNDARY }),
      'AWS::IAM::Role',
    );
    expect(bound.map(([name]) => name).sort()).toEqual(['AuditRole', 'ScheduleRole', 'TaskStoppedRole']);
    for (const [, role] of bound) expect(role).toMatchObject({ Path: '/audit/', PermissionsBoundary: BOUNDARY });
    for (const [, role] of ofType(stackOf(template), 'AWS::IAM::Role')) {
      expect(role['Path']).toBe('/');
      expect(role).not.toHaveProperty('PermissionsBoundary');
    }
  });

  test('are those of the function and of its schedule', () => {
    const stack = stackOf(template);
    expect(stack.property('AuditFunction', 'Role')).toBe('AuditRole.Arn');
    expect(stack.property('AuditSchedule', 'Target', 'RoleArn')).toBe('ScheduleRole.Arn');
  });

  test('let the schedule start the audit and report what it could not start', () => {
    const stack = stackOf(template);
    expect(statementsOf(stack, 'ScheduleRole').map(({ Action, Resource }) => [Action, Resource])).toEqual([
      ['lambda:InvokeFunction', 'AuditFunction.Arn'],
      ['sqs:SendMessage', 'DeadLetterQueue.Arn'],
    ]);
    expect(stack.property('AuditSchedule', 'Target')).toMatchObject({
      Arn: 'AuditFunction.Arn',
      DeadLetterConfig: { Arn: 'DeadLetterQueue.Arn' },
    });
    expect(stack.property('ScheduleRole', 'AssumeRolePolicyDocument', 'Statement')).toMatchObject([
      {
        Principal: { Service: 'scheduler.amazonaws.com' },
        Condition: {
          StringEquals: {
            'aws:SourceAccount': '123456789012',
            'aws:SourceArn': 'arn:aws:scheduler:eu-west-1:123456789012:schedule-group/default',
          },
        },
      },
    ]);
  });
});

test('managed policies take the path, too, and are attached where they are made', () => {
  const given = { ...ATHENA, RolePath: '/audit/' };
  const managed = ofType(stackOf(template, given), 'AWS::IAM::ManagedPolicy');
  for (const [, policy] of managed) expect(policy['Path']).toBe('/audit/');
  expect(stackOf(template, given).property('AuditRole', 'ManagedPolicyArns')).toEqual(managed.map(([name]) => name));
  expect(stackOf(template).property('AuditRole', 'ManagedPolicyArns')).toEqual(['ReadInventoryPolicy']);
});

describe('two stacks in one account and Region', () => {
  const ID = 'arn:aws:cloudformation:eu-west-1:123456789012:stack/other/8d2f07a4-da77-11e4-872e-1234567db123';
  const one = stackOf(template, ATHENA);
  const other = stackOf(template, { ...ATHENA, 'AWS::StackName': 'other', 'AWS::StackId': ID });

  /** How CloudFormation calls the names that must be unique in an account and Region. */
  const NAME = /^(Name|(Alarm|Bucket|Database|Function|LogGroup|Queue|Role)Name)$/;
  const PLACES: Readonly<Record<string, readonly string[]>> = { 'AWS::Glue::Database': ['DatabaseInput'] };

  /** A table's name is one of its database; a bucket policy's bucket, and a mapping's function, are no names of their own. */
  const WITHIN = new Set(['AWS::Glue::Table', 'AWS::Lambda::EventSourceMapping', 'AWS::S3::BucketPolicy']);

  test('give nothing the same name', () => {
    const named: string[] = [];
    for (const [name, { Type }] of Object.entries(one.resources).filter(([, { Type: type }]) => !WITHIN.has(type))) {
      const path = PLACES[Type] ?? [];
      const properties = Object.entries(one.property(name, ...path) as object);
      for (const [key, value] of properties.filter(([property]) => NAME.test(property))) {
        expect([name, key, value]).not.toEqual([name, key, other.property(name, ...path, key)]);
        named.push(name);
      }
    }
    expect(named.sort()).toEqual(['TrailDatabase', 'TrailWorkgroup']);
  });

  test('are told apart by their metrics', () => {
    const watched = (stack: Stack) =>
      ofType(stack, 'AWS::CloudWatch::Alarm')
        .filter(([, { Namespace }]) => Namespace === 'EcsRoleAuditor')
        .map(([, { Dimensions }]) => (Dimensions as readonly { readonly Value: string }[])[0]?.Value);
    for (const stack of [one, other]) {
      const service = stack.property('AuditFunction', 'Environment', 'Variables', 'POWERTOOLS_SERVICE_NAME');
      expect(watched(stack).length).toBeGreaterThan(0);
      expect(new Set(watched(stack))).toEqual(new Set([service]));
    }
    expect(watched(one)).not.toEqual(watched(other));
  });

  test('name a database that Athena takes', () => {
    expect(one.property('TrailDatabase', 'DatabaseInput', 'Name')).toMatch(/^[a-z_][a-z0-9_]{1,200}$/);
    expect(one.property('AuditFunction', 'Environment', 'Variables', 'AUDITOR_ATHENA_TABLE')).toMatch(/^\w+\.\w+$/);
  });

  test('need no concurrency of their own, which accounts with a limit of ten refuse', () => {
    expect(one.property('AuditFunction', 'ReservedConcurrentExecutions')).toBeUndefined();
  });
});

describe('the bucket', () => {
  const given = { ...ATHENA, BucketName: 'team-audits', BucketPrefix: 'ecs/' };

  test.each([
    ['one that is made', { ...ATHENA }, 'StateBucket', ''],
    ['one that is made, below a prefix', { ...ATHENA, BucketPrefix: 'ecs/' }, 'StateBucket', 'ecs/'],
    ['an existing one', { ...ATHENA, BucketName: 'team-audits' }, 'team-audits', ''],
    ['an existing one, below a prefix', given, 'team-audits', 'ecs/'],
  ])('is %s, for everything that is kept', (_which, parameters, bucket, prefix) => {
    const stack = stackOf(template, parameters);
    expect(stack.property('AuditFunction', 'Environment', 'Variables')).toMatchObject({
      AUDITOR_REPORT_BUCKET: bucket,
      AUDITOR_REPORT_PREFIX: `${prefix}reports/`,
      AUDITOR_LEDGER: `s3://${bucket}/${prefix}ledger`,
    });
    const resources = new Map(statementsOf(stack, 'AuditRole').map(({ Sid, Resource }) => [Sid, Resource]));
    const arn = `arn:aws:s3:::${bucket}`;
    expect(resources.get('WriteReports')).toBe(`${arn}/${prefix}reports/*`);
    expect(resources.get('ReadAndWriteLedger')).toBe(`${arn}/${prefix}ledger/*`);
    expect(resources.get('ListLedger')).toBe(arn);
    expect(resources.get('ReadAndWriteCatalog')).toBe(`${arn}/${prefix}catalog/*`);
    // What the program goes by is what the role may touch.
    const variables = stack.property('AuditFunction', 'Environment', 'Variables') as Readonly<Record<string, string>>;
    const { AUDITOR_LEDGER = '', AUDITOR_CATALOG_REFRESH = '' } = variables;
    // The name that a bucket gets is not known here.
    const ledger = AUDITOR_LEDGER.replace(bucket, 'a-bucket');
    expect(readConfig({ AUDITOR_LEDGER: ledger, AUDITOR_CATALOG_REFRESH }).storedCatalog).toEqual({
      bucket: 'a-bucket',
      prefix: `${prefix}catalog`,
    });
    expect(resources.get('WriteAnswers')).toBe(`${arn}/${prefix}athena/*`);
    expect(stack.property('TrailWorkgroup', 'WorkGroupConfiguration', 'ResultConfiguration')).toMatchObject({
      OutputLocation: `s3://${bucket}/${prefix}athena/`,
    });
    expect(stack.outputs['StateBucketName']).toBe(bucket);
  });

  test('is left alone where it exists already', () => {
    const types = Object.values(stackOf(template, given).resources).map(({ Type }) => Type);
    expect(types.filter((type) => type.startsWith('AWS::S3::'))).toEqual([]);
  });

  test('expires reports, answers and what was told of tasks where it is made, and nothing of the ledger', () => {
    const rules = stackOf(template, { BucketPrefix: 'ecs/' }).property(
      'StateBucket',
      'LifecycleConfiguration',
      'Rules',
    ) as readonly { readonly Prefix?: string; readonly ExpirationInDays?: unknown }[];
    const expiring = rules.filter(({ ExpirationInDays }) => ExpirationInDays !== undefined);
    expect(expiring.map(({ Prefix }) => Prefix)).toEqual(['ecs/reports/', 'ecs/athena/', 'ecs/task-starts/']);
  });

  test('is encrypted with the key given, and so is what Athena writes', () => {
    const stack = stackOf(template, { ...ATHENA, BucketKeyArn: KEY });
    expect(stack.property('StateBucket', 'BucketEncryption', 'ServerSideEncryptionConfiguration')).toEqual([
      { ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: KEY }, BucketKeyEnabled: true },
    ]);
    expect(
      stack.property('TrailWorkgroup', 'WorkGroupConfiguration', 'ResultConfiguration', 'EncryptionConfiguration'),
    ).toEqual({ EncryptionOption: 'SSE_KMS', KmsKey: KEY });
  });
});

describe('the ledger', () => {
  const ANCHOR = '/ecs-role-auditor/auditor/ledger';
  const variablesOf = (stack: Stack) => stack.property('AuditFunction', 'Environment', 'Variables');
  const about = (stack: Stack, ...sids: readonly string[]) =>
    statementsOf(stack, 'AuditRole').filter(({ Sid }) => sids.includes(Sid));

  test('is not signed unless a key is made or given', () => {
    const stack = stackOf(template);
    expect(variablesOf(stack)).toMatchObject({ AUDITOR_LEDGER_KEY: '', AUDITOR_LEDGER_ANCHOR: '' });
    expect(about(stack, 'SignLedger', 'ReadAndWriteAnchor')).toEqual([]);
    expect(stack.resources).not.toHaveProperty('LedgerKey');
  });

  test('is signed with a key that is made, which nobody else may be allowed to sign with', () => {
    const stack = stackOf(template, { MakeLedgerKey: 'true' });
    expect(variablesOf(stack)).toMatchObject({ AUDITOR_LEDGER_KEY: 'LedgerKey.Arn', AUDITOR_LEDGER_ANCHOR: ANCHOR });
    expect(stack.resources['LedgerKey']).toMatchObject({
      DeletionPolicy: 'Retain',
      Properties: { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' },
    });
    const policy = stack.property('LedgerKey', 'KeyPolicy', 'Statement') as readonly (PolicyStatement & {
      readonly Principal: { readonly AWS: string };
    })[];
    const allowed = policy.map(({ Principal, Action }) => [Principal.AWS, Action] as const);
    const signs = allowed.filter(([, actions]) => /GenerateMac|CreateGrant|\*/.test(String(actions)));
    expect(signs).toEqual([['AuditRole.Arn', ['kms:GenerateMac', 'kms:VerifyMac']]]);
    // A role that its own key's policy names needs no statement; one that named the key could not be made before it.
    expect(about(stack, 'SignLedger')).toEqual([]);
    expect(about(stack, 'ReadAndWriteAnchor')).toHaveLength(1);
  });

  test('is signed with a key that is given, and with that alone', () => {
    const stack = stackOf(template, { LedgerKeyArn: KEY });
    expect(variablesOf(stack)).toMatchObject({ AUDITOR_LEDGER_KEY: KEY, AUDITOR_LEDGER_ANCHOR: ANCHOR });
    expect(about(stack, 'SignLedger', 'ReadAndWriteAnchor')).toMatchObject([
      {
        Action: ['kms:GenerateMac', 'kms:VerifyMac'],
        Resource: KEY,
        Condition: { StringEquals: { 'kms:MacAlgorithm': 'HMAC_SHA_256' } },
      },
      {
        Action: ['ssm:GetParameter', 'ssm:PutParameter'],
        Resource: `arn:aws:ssm:eu-west-1:123456789012:parameter${ANCHOR}`,
      },
    ]);
  });

  test.each<readonly [string, Given, readonly string[]]>([
    ['the auditor alone', {}, ['AuditRole.Arn']],
    [
      'the auditor, and whoever is to break the glass',
      { BreakGlassPrincipalArn: 'arn:aws:iam::123456789012:role/admin/*', BucketPrefix: 'ecs/' },
      ['AuditRole.Arn', 'arn:aws:iam::123456789012:role/admin/*'],
    ],
  ])('and the catalogue in the bucket that is made are written by %s', (_, given, writers) => {
    const prefix = given['BucketPrefix'] ?? '';
    const policy = stackOf(template, given).property('StateBucketPolicy', 'PolicyDocument', 'Statement');
    expect(policy).toContainEqual({
      Sid: 'OnlyTheAuditorWritesWhatItGoesBy',
      Effect: 'Deny',
      Principal: '*',
      Action: ['s3:DeleteObject', 's3:DeleteObjectVersion', 's3:PutObject', 's3:ReplicateDelete', 's3:ReplicateObject'],
      Resource: [`StateBucket.Arn/${prefix}ledger/*`, `StateBucket.Arn/${prefix}catalog/*`],
      Condition: { ArnNotLike: { 'aws:PrincipalArn': writers } },
    });
  });
});

/** What a stack is given that uses keys of its own for everything, and long names in GovCloud. */
function strictest(): Given {
  const key = 'arn:aws-us-gov:kms:us-gov-west-1:123456789012:key/mrk-1234abcd12ab34cd56ef1234567890ab';
  const bucket = (letter: string, length = 60) => `s3://${letter.repeat(63)}/${letter.repeat(length)}`;
  return {
    ...{
      Sources: 'auto,trail,athena',
      TrailUri: bucket('t'),
      SecondTrailUri: bucket('u'),
      AthenaTrailUri: bucket('a'),
    },
    ...{ ConfigUri: bucket('c', 100), BucketName: 'b'.repeat(63), BucketPrefix: `${'p'.repeat(60)}/` },
    ...{ TrailKeyArn: [key, key, key].join(','), ConfigKeyArn: key, BucketKeyArn: key, LedgerKeyArn: key },
    ...{ SlackTokenSecretArn: `arn:aws-us-gov:secretsmanager:us-gov-west-1:123456789012:secret:${'s'.repeat(200)}` },
    ...{ SlackChannelId: 'C0123456789', SlackKeyArn: key, SnsKeyArn: key, QueueKeyArn: key, LogKeyArn: key },
    ...{ SnsTopicArn: `arn:aws-us-gov:sns:us-gov-west-1:123456789012:${'n'.repeat(256)}`, RolePath: '/audit/' },
    ...{ SubnetIds: 'subnet-0123456789abcdef0', SecurityGroupIds: 'sg-0123456789abcdef0' },
    ...{ 'AWS::Partition': 'aws-us-gov', 'AWS::Region': 'us-gov-west-1', 'AWS::StackName': 'n'.repeat(60) },
  };
}

/** As long as IAM counts: without white space, and of what is made with the stack the longest ARN. */
function charactersOf(policies: readonly { readonly PolicyDocument: unknown }[]): number {
  const made = `arn:aws-us-gov:lambda:us-gov-west-1:123456789012:function:${'n'.repeat(64)}`;
  const texts = policies.map(({ PolicyDocument }) =>
    JSON.stringify(PolicyDocument).replaceAll(/"\w+\.Arn"/g, `"${made}"`),
  );
  return texts.join('').length;
}

test('the functions run in a VPC where subnets and groups are given, which Lambda may attach them to, and their code may not', () => {
  const stack = stackOf(template, { SubnetIds: 'subnet-0a1b2c3d,subnet-1a1b2c3d', SecurityGroupIds: 'sg-0a1b2c3d' });
  for (const [name, { VpcConfig, Role }] of ofType(stack, 'AWS::Serverless::Function')) {
    expect([name, VpcConfig]).toEqual([
      name,
      { SubnetIds: ['subnet-0a1b2c3d', 'subnet-1a1b2c3d'], SecurityGroupIds: ['sg-0a1b2c3d'] },
    ]);
    const policies = stack.property(String(Role).replace('.Arn', ''), 'ManagedPolicyArns');
    expect(policies).toContain('AttachToVpcPolicy');
  }
  const statements = policiesOf(stack, 'TaskStoppedRole').find(({ PolicyName }) => PolicyName === 'attach-to-vpc')
    ?.PolicyDocument.Statement;
  const allowed = statements?.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Action }) => Action);
  expect(statements?.filter(({ Effect }) => Effect === 'Deny')).toMatchObject([
    { Action: allowed?.sort(), Condition: { Null: { 'lambda:SourceFunctionArn': 'false' } } },
  ]);
  const outside = stackOf(template);
  for (const [, { VpcConfig }] of ofType(outside, 'AWS::Serverless::Function')) expect(VpcConfig).toBeUndefined();
  expect(outside.resources).not.toHaveProperty('AttachToVpcPolicy');
});

test('the policies of each role stay below what IAM takes, whatever is asked for', () => {
  const stack = stackOf(template, strictest());
  expect(stack.refused).toEqual([]);
  for (const [role, { Policies }] of ofType(stack, 'AWS::IAM::Role'))
    expect({ role, within: charactersOf(Policies as []) < 10_240 }).toEqual({ role, within: true });
  for (const [policy, managed] of ofType(stack, 'AWS::IAM::ManagedPolicy'))
    expect({ policy, within: charactersOf([managed as never]) < 6_144 }).toEqual({ policy, within: true });
  expect(charactersOf(policiesOf(stack, 'AuditRole'))).toBeGreaterThan(10_240);
});

test('the environment of the function stays below the 4 KB that Lambda gives it, whatever is asked for', () => {
  const longest: Given = {
    ...ATHENA,
    Sources: 'lookup,trail,athena,last-accessed',
    TrailUri: `s3://${'t'.repeat(63)}/${'t'.repeat(60)}`,
    SecondTrailUri: `s3://${'u'.repeat(63)}/${'u'.repeat(60)}`,
    ConfigUri: `s3://${'c'.repeat(63)}/${'c'.repeat(100)}`,
    BucketName: 'b'.repeat(63),
    BucketPrefix: `${'p'.repeat(100)}/`,
    LedgerKeyArn: KEY.replace('1234abcd', '1234abcd-12ab-34cd-56ef-1234567890ab'),
    SlackTokenSecretArn: `arn:aws:secretsmanager:eu-west-1:123456789012:secret:${'s'.repeat(200)}`,
    SlackChannelId: 'C0123456789',
    SnsTopicArn: `arn:aws:sns:eu-west-1:123456789012:${'n'.repeat(256)}`,
    'AWS::StackName': 'n'.repeat(128),
  };
  const variables = stackOf(template, longest).property('AuditFunction', 'Environment', 'Variables') as object;
  const bytes = Object.entries(variables).reduce((sum, [name, value]) => sum + name.length + String(value).length, 0);
  expect(bytes).toBeGreaterThan(2_000);
  expect(bytes).toBeLessThan(4_096);
});

test.each([
  ['BucketKeyArn', ['kms:Decrypt', 'kms:GenerateDataKey'], { StringLike: { 'kms:ViaService': 's3.*.amazonaws.com' } }],
  ['QueueKeyArn', ['kms:Decrypt', 'kms:GenerateDataKey'], { StringLike: { 'kms:ViaService': 'sqs.*.amazonaws.com' } }],
  ['SnsKeyArn', ['kms:Decrypt', 'kms:GenerateDataKey'], { StringLike: { 'kms:ViaService': 'sns.*.amazonaws.com' } }],
  [
    'SlackKeyArn',
    'kms:Decrypt',
    {
      StringEquals: {
        'kms:ViaService': ['secretsmanager.eu-west-1.amazonaws.com', 'ssm.eu-west-1.amazonaws.com'],
      },
    },
  ],
])('the key of %s may be used through its service alone, where it is given', (parameter, Action, Condition) => {
  const onKeys = (stack: Stack) =>
    statementsOf(stack, 'AuditRole').filter(({ Action: action }) => String(action).includes('kms:'));
  expect(onKeys(stackOf(template, { ReadTrails: 'none' }))).toEqual([]);
  expect(onKeys(stackOf(template, { ReadTrails: 'none', [parameter]: KEY }))).toMatchObject([
    { Action, Resource: KEY, Condition },
  ]);
});

test('the log group and the queue are encrypted with the keys given, and by AWS without them', () => {
  const plain = stackOf(template);
  expect(plain.property('AuditLogGroup', 'KmsKeyId')).toBeUndefined();
  expect(plain.property('DeadLetterQueue', 'KmsMasterKeyId')).toBeUndefined();
  expect(plain.property('DeadLetterQueue', 'SqsManagedSseEnabled')).toBe(true);
  const keyed = stackOf(template, { LogKeyArn: KEY, QueueKeyArn: KEY });
  expect(keyed.property('AuditLogGroup', 'KmsKeyId')).toBe(KEY);
  expect(keyed.property('DeadLetterQueue', 'KmsMasterKeyId')).toBe(KEY);
  expect(keyed.property('DeadLetterQueue', 'SqsManagedSseEnabled')).toBeUndefined();
  // Whoever sends to the queue needs its key: failed runs, and starts that failed.
  expect(statementsOf(keyed, 'ScheduleRole').filter(({ Sid }) => Sid === 'EncryptForQueue')).toMatchObject([
    { Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: KEY },
  ]);
});

test('a function that renews no catalogue may touch none', () => {
  const stack = stackOf(template, { CatalogRefresh: 'none' });
  expect(stack.property('AuditFunction', 'Environment', 'Variables', 'AUDITOR_CATALOG_REFRESH')).toBe('none');
  expect(JSON.stringify(statementsOf(stack, 'AuditRole'))).not.toContain('catalog/*');
});

test('every listing is of a prefix: the ledger, the catalogue, answers, log files', () => {
  const listingsOf = (given: Given) =>
    statementsOf(stackOf(template, { ...given, BucketPrefix: 'ecs/' }), 'AuditRole')
      .filter(({ Action }) => [Action].flat().includes('s3:ListBucket'))
      .map(({ Sid, Action, Condition }) => [Sid, Action, Condition]);
  const ledger = ['ListLedger', 's3:ListBucket', { StringLike: { 's3:prefix': 'ecs/ledger/*' } }];
  const catalog = ['ListCatalog', 's3:ListBucket', { StringLike: { 's3:prefix': 'ecs/catalog/*' } }];
  const logFiles = ['ListLogFiles', 's3:ListBucket', { StringLike: { 's3:prefix': '*AWSLogs/*' } }];
  const answers = ['ListAnswers', 's3:ListBucket', { StringLike: { 's3:prefix': 'ecs/athena*' } }];
  expect(listingsOf({ ...ATHENA, Sources: 'lookup,trail,athena', TrailUri: 's3://logs' })).toEqual([
    answers,
    logFiles,
    ledger,
    catalog,
    logFiles,
  ]);
  const ofTheAccount = {
    StringEquals: { 's3:ResourceAccount': '123456789012' },
    StringLike: {
      's3:prefix': ['*AWSLogs/', '*AWSLogs/o-*/', '*AWSLogs/123456789012/*', '*AWSLogs/o-*/123456789012/*'],
    },
  };
  expect(listingsOf({})).toEqual([ledger, catalog, ['ListLogFiles', 's3:ListBucket', ofTheAccount]]);
});

test('findings may be updated in workflow status and note alone, and nothing be resolved', () => {
  const updates = statementsOf(stackOf(template), 'AuditRole').filter(
    ({ Action }) => Action === 'securityhub:BatchUpdateFindings',
  );
  const [allowed, denied] = updates;
  const absent = Object.keys((allowed?.Condition as { readonly Null: object } | undefined)?.Null ?? {});
  const named = new Set(absent.map((key) => key.replace('securityhub:ASFFSyntaxPath/', '').replace(/\..*/, '')));
  // What else BatchUpdateFindings can set, but for UserDefinedFields: a map, each entry of which has a key of its own.
  expect([...named]).toEqual([
    'Confidence',
    'Criticality',
    'RelatedFindings',
    'Severity',
    'Types',
    'VerificationState',
  ]);
  expect(denied).toMatchObject({
    Effect: 'Deny',
    Condition: { StringEquals: { 'securityhub:ASFFSyntaxPath/Workflow.Status': ['NOTIFIED', 'RESOLVED'] } },
  });
});

describe('parameters that do not go together', () => {
  const WEEKLY = 'cron(0 3 ? * SUN *)';
  test.each<readonly [string, Given, RegExp | undefined]>([
    ['the defaults', {}, undefined],
    ['a trail and its source', { Sources: 'lookup,trail', TrailUri: 's3://logs' }, undefined],
    ['a trail beside those that are found', { TrailUri: 's3://logs' }, undefined],
    ['a trail beside auto by name', { Sources: 'auto', TrailUri: 's3://logs' }, undefined],
    ['a trail by name that auto finds', { Sources: 'auto,trail' }, undefined],
    [
      'a trail without its source',
      { ReadTrails: 'none', TrailUri: 's3://logs' },
      /TrailUri is read only when trail or auto is among Sources/,
    ],
    ['auto that may read no trail', { Sources: 'lookup,auto', ReadTrails: 'none' }, /Sources=auto reads the trails/],
    ['no trails', { ReadTrails: 'none' }, undefined],
    [
      'a trail beside another source',
      { Sources: 'lookup', TrailUri: 's3://logs' },
      /TrailUri is read only when trail or auto is among Sources/,
    ],
    ['the source without a trail', { Sources: 'trail' }, /The source trail needs TrailUri/],
    ['a second trail alone', { SecondTrailUri: 's3://logs' }, /SecondTrailUri is read only beside TrailUri/],
    ['a table and its source', ATHENA, undefined],
    ['subnets alone', { SubnetIds: 'subnet-0a1b2c3d' }, /Give SecurityGroupIds with SubnetIds/],
    ['security groups alone', { SecurityGroupIds: 'sg-0a1b2c3d' }, /SecurityGroupIds are used only with SubnetIds/],
    ['both', { SubnetIds: 'subnet-0a1b2c3d', SecurityGroupIds: 'sg-0a1b2c3d' }, undefined],
    ['a table beside auto', { AthenaTrailUri: 's3://logs' }, undefined],
    [
      'a table without its source',
      { Sources: 'lookup', AthenaTrailUri: 's3://logs' },
      /AthenaTrailUri is asked only when athena or auto/,
    ],
    ['the source without a table', { Sources: 'lookup,athena' }, /The source athena needs AthenaTrailUri/],
    ['a schedule of its own', { ScheduleExpression: WEEKLY }, /give HoursBetweenRuns/],
    ['a schedule with its pause', { ScheduleExpression: WEEKLY, HoursBetweenRuns: '168' }, undefined],
    ['a channel without a token', { SlackChannelId: 'C0123456789' }, /SlackChannelId needs/],
    ['a token without a channel', { SlackTokenParameterName: '/token' }, /Give SlackChannelId with the token/],
    ['a key for the ledger that is made', { MakeLedgerKey: 'true' }, undefined],
    ['a key of one’s own', { LedgerKeyArn: KEY }, undefined],
    ['two keys for the ledger', { MakeLedgerKey: 'true', LedgerKeyArn: KEY }, /Give LedgerKeyArn, or MakeLedgerKey/],
    [
      'two ways to Slack',
      { SlackWebhookParameterName: '/webhook', SlackTokenParameterName: '/token', SlackChannelId: 'C0123456789' },
      /Give one of SlackWebhookSecretArn/,
    ],
  ])('%s: refused at deployment, or not', (_what, given, refused) => {
    expect(stackOf(template, given).refused).toEqual(refused === undefined ? [] : [expect.stringMatching(refused)]);
  });
});

describe('the outputs', () => {
  const { outputs } = stackOf(template);

  test('say which role, bucket and schedule it is', () => {
    expect(outputs).toMatchObject({
      FunctionName: 'AuditFunction',
      RoleArn: 'AuditRole.Arn',
      StateBucketName: 'StateBucket',
      ScheduleState: 'ENABLED',
      ScheduleArn: 'AuditSchedule.Arn',
    });
  });

  test.each([
    ['DryRunWithCli2', true],
    ['DryRunWithCli1', false],
  ])('%s is a command whose payload is an event that works', (name, raw) => {
    const command = String(outputs[name]);
    expect(command).toMatch(/^aws lambda invoke --region eu-west-1 --function-name AuditFunction /);
    // Version 2 takes payloads for base64 unless told otherwise; version 1 does not know the option.
    expect(command.includes('--cli-binary-format raw-in-base64-out')).toBe(raw);
    const payload: unknown = JSON.parse(/--payload '([^']+)'/.exec(command)?.[1] ?? '');
    expect(parseAuditEvent(payload)).toEqual({ dryRun: true });
  });

  test('describe how the function is called, in few enough words', () => {
    for (const [name, { Description }] of Object.entries(template.Outputs ?? {})) {
      expect([name, Description]).toEqual([name, expect.stringMatching(/^.{1,1024}$/)]);
    }
    const said = template.Outputs?.['FunctionName']?.Description ?? '';
    const payloads = said.match(/\{"detail.*?\}\}|\{\}/g) ?? [];
    expect(payloads.map((payload) => parseAuditEvent(JSON.parse(payload)))).toEqual([
      { dryRun: true },
      { dryRun: false },
    ]);
  });
});

test.each(template.Parameters['LogLevel']?.AllowedValues ?? [])(
  'the log level %s is Lambda’s and the program’s',
  (level) => {
    const stack = stackOf(template, { LogLevel: String(level) });
    expect(stack.property('AuditFunction', 'LoggingConfig', 'ApplicationLogLevel')).toBe(level);
    expect(stack.property('AuditFunction', 'Environment', 'Variables', 'AUDITOR_LOG_LEVEL')).toBe(level);
  },
);

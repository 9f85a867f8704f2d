import { describe, expect, it } from 'vitest';
import { isDeclarable } from '../../src/ecs/declarable-actions.ts';
import type { LaunchType } from '../../src/ecs/launch-type.ts';
import { requiredPermissions } from '../../src/ecs/required-permissions.ts';
import { parseLogConfiguration, type TaskDefinition } from '../../src/ecs/task-definition.ts';
import { ACCOUNT, container, definition, needs, permissions } from './definition.ts';

const SECRET = `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:db/password-a1B2c3`;
const KEYS = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/*`;

/** The three pulls of a repository, what only a push needs, and, where it may be a pull-through cache, the three actions of that. */
function pulls(repository: string, certainty = 'certain'): readonly string[] {
  return [
    `execution ecr:GetAuthorizationToken * ${certainty}`,
    ...['BatchGetImage', 'GetDownloadUrlForLayer'].map((name) => `execution ecr:${name} ${repository} ${certainty}`),
    ...['BatchCheckLayerAvailability', 'BatchImportUpstreamImage', 'CreateRepository', 'TagResource'].map(
      (name) => `execution ecr:${name} ${repository} possible`,
    ),
  ];
}

function reads(action: string, resources: string, keys = KEYS, ofKeys = 'possible'): readonly string[] {
  return [`execution ${action} ${resources} certain`, `execution kms:Decrypt ${keys} ${ofKeys}`];
}

describe('requiredPermissions() of images', () => {
  const digest = `sha256:${'a'.repeat(64)}`;
  const own = `arn:aws:ecr:eu-west-1:${ACCOUNT}:repository/team/app`;
  it.each([
    ['without a tag', `${ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com/team/app`, own],
    ['with a tag', `${ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com/team/app:1.2`, own],
    ['with a digest', `${ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com/team/app@${digest}`, own],
    ['with tag and digest', `${ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com/team/app:1.2@${digest}`, own],
    ['of the dual-stack endpoint', `${ACCOUNT}.dkr-ecr.eu-west-1.on.aws/team/app:1`, own],
    [
      'of the FIPS endpoint',
      `${ACCOUNT}.dkr.ecr-fips.us-east-1.amazonaws.com/a`,
      `arn:aws:ecr:us-east-1:${ACCOUNT}:repository/a`,
    ],
    [
      'of another Region',
      `${ACCOUNT}.dkr.ecr.us-west-2.amazonaws.com/a`,
      `arn:aws:ecr:us-west-2:${ACCOUNT}:repository/a`,
    ],
    [
      'of another account',
      '999999999999.dkr.ecr.eu-west-1.amazonaws.com/a',
      'arn:aws:ecr:eu-west-1:999999999999:repository/a',
    ],
    [
      'of China',
      `${ACCOUNT}.dkr.ecr.cn-north-1.amazonaws.com.cn/a`,
      `arn:aws-cn:ecr:cn-north-1:${ACCOUNT}:repository/a`,
    ],
    [
      'of a pull-through cache',
      `${ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com/docker-hub/library/nginx:1`,
      `arn:aws:ecr:eu-west-1:${ACCOUNT}:repository/docker-hub/library/nginx`,
    ],
  ])('asks the execution role to pull a private image %s', (_, image, repository) => {
    expect(needs(container({ image }))).toEqual(pulls(repository));
  });

  it('says that another account must allow the pull too', () => {
    const [first] = permissions(container({ image: '999999999999.dkr.ecr.eu-west-1.amazonaws.com/a' }));
    expect(first).toMatchObject({
      field: 'containerDefinitions[0].image',
      note: 'the repository policy in account 999999999999 must allow it too',
    });
  });

  it.each([
    'nginx',
    'library/nginx:1.27',
    'public.ecr.aws/nginx/nginx:stable',
    'ghcr.io/acme/app@sha256:00',
    'evil.example/123456789012.dkr.ecr.eu-west-1.amazonaws.com/a',
    '123456789012.dkr.ecr.eu-west-1.amazonaws.com.evil.example/a',
    '',
  ])('needs nothing for the public image "%s"', (image) => {
    expect(needs(container({ image }))).toEqual([]);
  });

  it.each([
    [['EC2'], 'possible'],
    [[], 'possible'],
    [['MANAGED_INSTANCES'], 'certain'],
    [['FARGATE'], 'certain'],
    [['EXTERNAL'], 'certain'],
    [['EC2', 'FARGATE'], 'certain'],
  ])(
    'takes launch types %j into account: on instances the instance role may pull',
    (requiresCompatibilities, certainty) => {
      const image = `${ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com/team/app`;
      expect(needs(container({ image }, { requiresCompatibilities }))).toEqual(pulls(own, certainty));
    },
  );

  it.each<readonly [string, readonly string[], readonly LaunchType[], string]>([
    ['a service on Fargate', ['EC2', 'FARGATE'], ['FARGATE'], 'certain'],
    ['a service on EC2', ['EC2', 'FARGATE'], ['EC2'], 'possible'],
    ['tasks on EC2 and on Fargate', ['EC2', 'FARGATE'], ['EC2', 'FARGATE'], 'certain'],
    ['tasks on managed instances', ['EC2', 'MANAGED_INSTANCES'], ['MANAGED_INSTANCES'], 'certain'],
    ['nothing, and it fits EC2 too', ['EC2', 'FARGATE'], [], 'possible'],
    ['nothing, and it fits external instances alone', ['EXTERNAL'], [], 'certain'],
  ])('is told where a definition that names no launch type runs by %s', (_, compatibilities, launchedOn, certainty) => {
    const image = `${ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com/team/app`;
    const app = container({ image }, { requiresCompatibilities: [], compatibilities });
    const context = {
      region: 'eu-west-1',
      accountId: ACCOUNT,
      partition: 'aws',
      execEnabled: false,
      launchedOn,
    } as const;
    const found = requiredPermissions(app, context).find(({ action }) => action === 'ecr:BatchGetImage');
    expect(found?.certainty).toBe(certainty);
  });

  it("says which keys of an endpoint Fargate's sign-in to the registry never carries", () => {
    const image = `${ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com/team/app`;
    const keysOf = (of: TaskDefinition) =>
      permissions(of).flatMap(({ action, absentKeys }) => (absentKeys ? [action, ...absentKeys] : []));
    expect(keysOf(container({ image }))).toEqual(['ecr:GetAuthorizationToken', 'aws:SourceVpc', 'aws:SourceVpce']);
    expect(keysOf(container({ image }, { requiresCompatibilities: ['MANAGED_INSTANCES'] }))).toEqual([]);
  });

  it.each([
    ['an ARN', SECRET, SECRET],
    [
      'a name that ends like an ARN',
      'registry-secret',
      `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:registry-secret-??????`,
    ],
    [
      'a name',
      'registry',
      `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:registry arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:registry-??????`,
    ],
  ])(
    'reads the credentials of a private registry given by %s, and does not pull from ECR',
    (_, credentialsParameter, arns) => {
      expect(
        needs(container({ image: 'registry.example/app', repositoryCredentials: { credentialsParameter } })),
      ).toEqual(reads('secretsmanager:GetSecretValue', arns));
    },
  );

  it('leaves room for the GuardDuty agent on Fargate only', () => {
    const agent = permissions(container({})).filter((permission) => permission.field === 'requiresCompatibilities');
    expect(agent.map(({ action, certainty }) => `${action} ${certainty}`)).toEqual([
      'ecr:GetAuthorizationToken possible',
      'ecr:BatchCheckLayerAvailability possible',
      'ecr:BatchGetImage possible',
      'ecr:GetDownloadUrlForLayer possible',
    ]);
    expect(permissions(container({}, { requiresCompatibilities: ['EC2'] }))).toEqual([]);
  });
});

describe('requiredPermissions() of secrets', () => {
  const parameter = (name: string, region = 'eu-west-1') => `arn:aws:ssm:${region}:${ACCOUNT}:parameter/${name}`;
  const rows: readonly (readonly [string, string, readonly string[]])[] = [
    ['a secret', SECRET, reads('secretsmanager:GetSecretValue', SECRET)],
    ['a key of a secret', `${SECRET}:username::`, reads('secretsmanager:GetSecretValue', SECRET)],
    ['a stage of a secret', `${SECRET}::AWSPREVIOUS:`, reads('secretsmanager:GetSecretValue', SECRET)],
    [
      'a version of a secret',
      `${SECRET}:::9d4cb84b-ad69-40c0-a0ab-cead36b967e8`,
      reads('secretsmanager:GetSecretValue', SECRET),
    ],
    [
      'a secret without its random suffix',
      `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:db`,
      reads(
        'secretsmanager:GetSecretValue',
        `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:db arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:db-??????`,
      ),
    ],
    [
      'a secret of another Region and account',
      'arn:aws:secretsmanager:us-east-1:999999999999:secret:x-a1B2c3',
      reads(
        'secretsmanager:GetSecretValue',
        'arn:aws:secretsmanager:us-east-1:999999999999:secret:x-a1B2c3',
        'arn:aws:kms:us-east-1:999999999999:key/*',
        'certain',
      ),
    ],
    ['a parameter by ARN', parameter('app/token'), reads('ssm:GetParameters', parameter('app/token'))],
    ['a parameter by name', 'token', reads('ssm:GetParameters', parameter('token'))],
    ['a parameter by path', '/app/token', reads('ssm:GetParameters', parameter('app/token'))],
    [
      'a parameter of another Region',
      parameter('x', 'us-west-2'),
      reads('ssm:GetParameters', parameter('x', 'us-west-2'), `arn:aws:kms:us-west-2:${ACCOUNT}:key/*`),
    ],
  ];
  it.each(rows)('reads %s for an environment variable', (_, valueFrom, expected) => {
    const app = container({ secrets: [{ name: 'A', valueFrom }] });
    expect(needs(app)).toEqual(expected);
    expect(permissions(app).find(({ field }) => field !== 'requiresCompatibilities')?.field).toBe(
      'containerDefinitions[0].secrets[0].valueFrom',
    );
  });

  it.each(rows)('reads %s for an option of a log driver', (_, valueFrom, expected) => {
    const logConfiguration = { logDriver: 'splunk', secretOptions: [{ name: 'splunk-token', valueFrom }] };
    expect(needs(container({ logConfiguration }))).toEqual(expected);
  });

  it('reads the secret behind a parameter that refers to Secrets Manager', () => {
    const valueFrom = '/aws/reference/secretsmanager/db';
    expect(needs(container({ secrets: [{ name: 'A', valueFrom }] })).join('\n')).toContain(
      `execution secretsmanager:GetSecretValue arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:db `,
    );
  });
});

describe('requiredPermissions() of awslogs', () => {
  const group = (region: string, name: string) => `arn:aws:logs:${region}:${ACCOUNT}:log-group:${name}:*`;
  it.each([
    ['the own Region', { 'awslogs-group': '/ecs/app' }, group('eu-west-1', '/ecs/app'), false],
    [
      'another Region',
      { 'awslogs-group': '/ecs/app', 'awslogs-region': 'us-east-1' },
      group('us-east-1', '/ecs/app'),
      false,
    ],
    ['a group to be created', { 'awslogs-group': 'g', 'awslogs-create-group': 'true' }, group('eu-west-1', 'g'), true],
    [
      'a group not to be created',
      { 'awslogs-group': 'g', 'awslogs-create-group': 'false' },
      group('eu-west-1', 'g'),
      false,
    ],
  ])('sends logs to %s', (_, options, resource, creates) => {
    expect(needs(container({ logConfiguration: { logDriver: 'awslogs', options } }))).toEqual([
      `execution logs:CreateLogStream ${resource} certain`,
      `execution logs:PutLogEvents ${resource} certain`,
      ...(creates ? [`execution logs:CreateLogGroup ${resource} certain`] : []),
    ]);
  });

  it('may send with the instance role on EC2', () => {
    const logConfiguration = { logDriver: 'awslogs', options: { 'awslogs-group': 'g' } };
    const found = permissions(container({ logConfiguration }, { requiresCompatibilities: ['EC2'] }));
    expect(found.map(({ certainty, note }) => [certainty, note])).toEqual([
      ['possible', 'on container instances the instance role may stand in'],
      ['possible', 'on container instances the instance role may stand in'],
    ]);
  });

  it.each(['json-file', 'syslog', 'journald', 'gelf', 'fluentd', 'splunk'])(
    'asks nothing for the driver %s',
    (logDriver) => {
      expect(needs(container({ logConfiguration: { logDriver, options: { 'awslogs-group': 'x' } } }))).toEqual([]);
    },
  );
});

describe('requiredPermissions() of files and credentials', () => {
  const object = (key: string) => [
    `execution s3:GetObject arn:aws:s3:::conf/${key} certain`,
    'execution s3:GetBucketLocation arn:aws:s3:::conf certain',
    `execution kms:Decrypt arn:aws:kms:*:${ACCOUNT}:key/* possible`,
  ];

  it('reads environment files and where their bucket is', () => {
    const environmentFiles = [{ type: 's3', value: 'arn:aws:s3:::conf/prod/app.env' }];
    expect(needs(container({ environmentFiles }))).toEqual(object('prod/app.env'));
  });

  const firelensConfiguration = {
    type: 'fluentbit',
    options: { 'config-file-type': 's3', 'config-file-value': 'arn:aws:s3:::conf/fluent.conf' },
  };
  const byExecutionRole = (of: ReturnType<typeof container>) =>
    needs(of).filter((need) => need.startsWith('execution'));
  it('reads a FireLens configuration from S3 on EC2, but not on Fargate, which has none', () => {
    expect(byExecutionRole(container({ firelensConfiguration }, { requiresCompatibilities: ['EC2'] }))).toEqual(
      object('fluent.conf'),
    );
    expect(byExecutionRole(container({ firelensConfiguration }))).toEqual([]);
  });

  const credentialSecret = 'execution secretsmanager:GetSecretValue arn:aws:secretsmanager:*:*:secret:* certain';
  const ssmSpec = `arn:aws:ssm:eu-west-1:${ACCOUNT}:parameter/gmsa`;
  it.each([
    ['in S3', 'credentialspec:arn:aws:s3:::conf/gmsa.json', object('gmsa.json')],
    ['in Parameter Store', `credentialspec:${ssmSpec}`, reads('ssm:GetParameters', ssmSpec)],
    [
      'domainless in S3',
      'credentialspecdomainless:arn:aws:s3:::conf/gmsa.json',
      [...object('gmsa.json'), credentialSecret],
    ],
    [
      'domainless in Parameter Store',
      `credentialspecdomainless:${ssmSpec}`,
      [...reads('ssm:GetParameters', ssmSpec), credentialSecret],
    ],
    ['on the instance', 'credentialspec:file://gmsa.json', [credentialSecret.replace('certain', 'possible')]],
  ])('reads a credential spec %s', (_, spec, expected) => {
    expect(needs(container({ credentialSpecs: [spec] }))).toEqual(expected);
  });

  it.each([
    ['a secret', SECRET, 'secretsmanager:GetSecretValue'],
    ['a parameter', `arn:aws:ssm:eu-west-1:${ACCOUNT}:parameter/ad`, 'ssm:GetParameters'],
  ])('reads FSx credentials from %s', (_, credentialsParameter, action) => {
    const fsx = {
      fileSystemId: 'fs-1',
      rootDirectory: '/',
      authorizationConfig: { credentialsParameter, domain: 'd' },
    };
    const volumes = [{ name: 'share', fsxWindowsFileServerVolumeConfiguration: fsx }];
    expect(needs(definition({ volumes }))).toEqual([
      ...reads(action, credentialsParameter),
      'execution fsx:DescribeFileSystems * possible',
    ]);
  });
});

describe('requiredPermissions() of the task role', () => {
  const efs = (iam: string, mountPoints: readonly unknown[] = []) =>
    definition({
      volumes: [{ name: 'data', efsVolumeConfiguration: { fileSystemId: 'fs-1', authorizationConfig: { iam } } }],
      containerDefinitions: [{ name: 'app', image: 'nginx', mountPoints }],
    });
  const fileSystem = `arn:aws:elasticfilesystem:eu-west-1:${ACCOUNT}:file-system/fs-1`;

  it('mounts and writes EFS where IAM authorises, and may need root access', () => {
    expect(needs(efs('ENABLED'))).toEqual([
      `task elasticfilesystem:ClientMount ${fileSystem} certain`,
      `task elasticfilesystem:ClientWrite ${fileSystem} certain`,
      `task elasticfilesystem:ClientRootAccess ${fileSystem} possible`,
    ]);
    expect(needs(efs('DISABLED'))).toEqual([]);
  });

  it('may do without writing where every container mounts read-only', () => {
    const readOnly = efs('ENABLED', [{ sourceVolume: 'data', readOnly: true }]);
    expect(needs(readOnly)).toContain(`task elasticfilesystem:ClientWrite ${fileSystem} possible`);
  });

  it('mounts S3 Files', () => {
    const fileSystemArn = `arn:aws:s3files:eu-west-1:${ACCOUNT}:file-system/fs-9`;
    expect(needs(definition({ volumes: [{ name: 'v', s3filesVolumeConfiguration: { fileSystemArn } }] }))).toEqual([
      `task s3files:ClientMount ${fileSystemArn} certain`,
      `task s3files:ClientWrite ${fileSystemArn} certain`,
      `task s3files:ClientRootAccess ${fileSystemArn} possible`,
      'task s3:GetObject * possible',
      'task s3:GetObjectVersion * possible',
      'task s3:ListBucket * possible',
    ]);
  });

  it('opens channels for ECS Exec, and may log and encrypt sessions', () => {
    const found = permissions(definition(), true).filter(({ job }) => job === 'task');
    const actions = (certainty: string) =>
      found.filter((each) => each.certainty === certainty).map(({ action }) => action);
    expect(actions('certain')).toEqual([
      'ssmmessages:CreateControlChannel',
      'ssmmessages:CreateDataChannel',
      'ssmmessages:OpenControlChannel',
      'ssmmessages:OpenDataChannel',
    ]);
    expect(actions('possible')).toEqual([
      'logs:DescribeLogGroups',
      'logs:CreateLogStream',
      'logs:DescribeLogStreams',
      'logs:PutLogEvents',
      's3:GetBucketLocation',
      's3:GetEncryptionConfiguration',
      's3:PutObject',
      'kms:Decrypt',
      'kms:GenerateDataKey',
    ]);
  });

  const firelens = (options: Readonly<Record<string, string>>) =>
    needs(container({ logConfiguration: { logDriver: 'awsfirelens', options } })).filter((need) =>
      need.endsWith('certain'),
    );
  it.each<readonly [string, Readonly<Record<string, string>>, readonly string[]]>([
    [
      'CloudWatch Logs',
      { Name: 'cloudwatch_logs', region: 'us-east-1', log_group_name: '/app' },
      [
        `task logs:CreateLogStream arn:aws:logs:us-east-1:${ACCOUNT}:log-group:/app:* certain`,
        `task logs:PutLogEvents arn:aws:logs:us-east-1:${ACCOUNT}:log-group:/app:* certain`,
      ],
    ],
    [
      'a group named by a template',
      { Name: 'cloudwatch', log_group_name: '/app/$(ecs_cluster)' },
      [
        `task logs:CreateLogStream arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:/app/*:* certain`,
        `task logs:PutLogEvents arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:/app/*:* certain`,
      ],
    ],
    [
      'Firehose',
      { Name: 'firehose', delivery_stream: 'logs' },
      [`task firehose:PutRecordBatch arn:aws:firehose:eu-west-1:${ACCOUNT}:deliverystream/logs certain`],
    ],
    [
      'Kinesis',
      { Name: 'kinesis', stream: 'logs' },
      [`task kinesis:PutRecords arn:aws:kinesis:eu-west-1:${ACCOUNT}:stream/logs certain`],
    ],
    ['S3', { Name: 's3', bucket: 'logs' }, ['task s3:PutObject arn:aws:s3:::logs/* certain']],
    ['S3 from Fluentd', { '@type': 's3', s3_bucket: 'logs' }, ['task s3:PutObject arn:aws:s3:::logs/* certain']],
    [
      'OpenSearch with AWS authentication',
      { Name: 'opensearch', AWS_Auth: 'On' },
      [`task es:ESHttpPost arn:aws:es:eu-west-1:${ACCOUNT}:* certain`],
    ],
    [
      'OpenSearch Serverless',
      { Name: 'opensearch', AWS_Auth: 'On', AWS_Service_Name: 'aoss', AWS_Region: 'us-east-1' },
      [`task aoss:APIAccessAll arn:aws:aoss:us-east-1:${ACCOUNT}:collection/* certain`],
    ],
    ['OpenSearch with a password', { Name: 'opensearch' }, []],
    ['Datadog', { Name: 'datadog' }, []],
    [
      'a role of its own',
      { Name: 's3', bucket: 'logs', role_arn: 'arn:aws:iam::999999999999:role/logs' },
      ['task sts:AssumeRole arn:aws:iam::999999999999:role/logs certain'],
    ],
  ])('sends logs by FireLens to %s', (_, options, expected) => {
    expect(firelens(options)).toEqual(expected);
  });

  it('may send anywhere by a FireLens configuration of the user', () => {
    const firelensConfiguration = {
      type: 'fluentbit',
      options: { 'config-file-type': 'file', 'config-file-value': '/extra.conf' },
    };
    const found = needs(container({ firelensConfiguration }));
    expect(found).toContain('task firehose:PutRecordBatch * possible');
    expect(found.every((need) => need.endsWith('possible'))).toBe(true);
  });

  it.each([
    ['amazon/aws-xray-daemon', 'task xray:PutTraceSegments * certain'],
    ['public.ecr.aws/xray/aws-xray-daemon:3.x', 'task xray:PutTraceSegments * certain'],
    ['public.ecr.aws/aws-observability/aws-otel-collector:latest', 'task cloudwatch:PutMetricData * possible'],
    ['public.ecr.aws/cloudwatch-agent/cloudwatch-agent:latest', 'task cloudwatch:PutMetricData * possible'],
    [`${ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com/xray-daemon:3`, 'task xray:PutTraceSegments * possible'],
    [`${ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com/my-otel:3`, 'task ecs:DescribeTasks * possible'],
    [`${ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com/amazon-cloudwatch-agent`, 'task ssm:GetParameter * possible'],
    ['public.ecr.aws/amazon-ssm-agent/amazon-ssm-agent:latest', 'task ssm:CreateActivation * certain'],
    ['public.ecr.aws/aws-appconfig/aws-appconfig-agent:2.x', 'task appconfig:GetLatestConfiguration * certain'],
    [
      '840364872350.dkr.ecr.eu-west-1.amazonaws.com/aws-appmesh-envoy:v1',
      'task appmesh:StreamAggregatedResources arn:aws:appmesh:eu-west-1:*:mesh/* certain',
    ],
  ])('knows the sidecar %s', (image, expected) => {
    expect(needs(container({ image }))).toContain(expected);
  });

  it('knows the agent of AWS FIS by the variable that it needs, whatever its image is called', () => {
    const environment = [{ name: 'MANAGED_INSTANCE_ROLE_NAME', value: 'fis' }];
    expect(needs(container({ environment }))).toContain('task iam:PassRole * certain');
  });

  it.each([
    ['public.ecr.aws/aws-observability/aws-for-fluent-bit:init-latest', 'certain'],
    [`${ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com/fluent-bit:3`, 'possible'],
  ])('fetches what the init process of %s is told to', (image, certainty) => {
    const environment = [{ name: 'aws_fluent_bit_init_s3_1', value: 'arn:aws:s3:::cfg/logs/extra.conf' }];
    const found = needs(container({ image, environment }));
    expect(found).toContain(`task s3:GetObject arn:aws:s3:::cfg/logs/extra.conf ${certainty}`);
    expect(found).toContain(`task s3:GetBucketLocation arn:aws:s3:::cfg ${certainty}`);
    expect(found).toContain('task firehose:PutRecordBatch * possible');
  });

  it('takes from a log router of AWS without files of its own what the destinations need, and no more', () => {
    const firelensConfiguration = { type: 'fluentbit' };
    const router = 'public.ecr.aws/aws-observability/aws-for-fluent-bit:stable';
    expect(needs(container({ image: router, firelensConfiguration }))).toEqual([]);
    expect(needs(container({ image: 'registry.example/fluent', firelensConfiguration }))).toContain(
      'task s3:PutObject * possible',
    );
  });

  it('streams configuration where an App Mesh proxy is configured', () => {
    const meshed = permissions(definition({ proxyConfiguration: { type: 'APPMESH', containerName: 'envoy' } }));
    expect(meshed.find(({ certainty }) => certainty === 'certain')).toMatchObject({
      action: 'appmesh:StreamAggregatedResources',
      field: 'proxyConfiguration.type',
    });
  });
});

describe('requiredPermissions() of Service Connect', () => {
  const proxy = (logConfiguration: unknown) => {
    const parsed = parseLogConfiguration(logConfiguration);
    if (!parsed.ok) throw new Error(parsed.problem);
    const of = definition();
    const { taskDefinitionArn } = of;
    return requiredPermissions(of, {
      region: 'eu-west-1',
      accountId: ACCOUNT,
      partition: 'aws',
      execEnabled: false,
      serviceConnectLogs: [{ taskDefinitionArn, service: 'web', logConfiguration: parsed.value }],
    }).filter(({ field }) => field.startsWith('serviceConnect'));
  };

  it('logs and reads secrets as a container of the definition does', () => {
    const secretOptions = [{ name: 'splunk-token', valueFrom: SECRET }];
    expect(proxy({ logDriver: 'splunk', options: { 'splunk-url': 'x' }, secretOptions })[0]).toMatchObject({
      job: 'execution',
      action: 'secretsmanager:GetSecretValue',
      resources: [SECRET],
      field: 'serviceConnectConfiguration.logConfiguration of service web.secretOptions[0].valueFrom',
      certainty: 'certain',
    });
    const options = { 'awslogs-group': '/sc', 'awslogs-create-group': 'true' };
    expect(proxy({ logDriver: 'awslogs', options }).map(({ action }) => action)).toEqual([
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'logs:CreateLogGroup',
    ]);
  });

  it('does not guess what cannot be read', () => {
    expect(parseLogConfiguration({ logDriver: 3 })).toEqual({
      ok: false,
      problem: 'Cannot read logConfiguration: logDriver is 3: expected text',
    });
  });
});

describe('requiredPermissions() without a role', () => {
  const image = `${ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com/app`;
  it('asks nothing of an execution role that is not named', () => {
    const found = permissions(container({ image }, { executionRoleArn: undefined }), true);
    expect(new Set(found.map(({ job }) => job))).toEqual(new Set(['task']));
  });

  it('asks nothing at all where neither is named', () => {
    expect(permissions(container({ image }, { executionRoleArn: undefined, taskRoleArn: undefined }), true)).toEqual(
      [],
    );
  });
});

describe('isDeclarable()', () => {
  it('knows every action that a definition with all fields requires', () => {
    const everything = definition({
      requiresCompatibilities: ['FARGATE', 'EC2'],
      proxyConfiguration: { type: 'APPMESH' },
      containerDefinitions: [
        {
          image: `${ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com/aws-xray-daemon`,
          secrets: [{ name: 'A', valueFrom: 'x' }],
        },
        { image: 'a', logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-create-group': 'true' } } },
        {
          image: 'amazon/cloudwatch-agent',
          firelensConfiguration: {
            type: 'fluentbit',
            options: { 'config-file-type': 's3', 'config-file-value': 'arn:aws:s3:::b/k' },
          },
        },
        { image: 'x/aws-appconfig-agent', credentialSpecs: ['credentialspecdomainless:arn:aws:s3:::b/k'] },
        { image: 'x/aws-otel-collector' },
        { image: 'x/amazon-ssm-agent' },
      ],
      volumes: [
        { efsVolumeConfiguration: { fileSystemId: 'f', authorizationConfig: { iam: 'ENABLED' } } },
        { s3filesVolumeConfiguration: { fileSystemArn: 'arn:aws:s3files:eu-west-1:1:file-system/f' } },
        { fsxWindowsFileServerVolumeConfiguration: { fileSystemId: 'f' } },
      ],
    });
    const undeclared = permissions(everything, true).filter(({ action }) => !isDeclarable(action));
    expect(undeclared).toEqual([]);
    expect(new Set(permissions(everything, true).map(({ action }) => action)).size).toBe(75);
  });

  it('does not take the application’s own actions for declarable', () => {
    expect(isDeclarable('dynamodb:GetItem')).toBe(false);
    expect(isDeclarable('KMS:Decrypt')).toBe(true);
  });
});

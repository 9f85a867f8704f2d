import type { ManagedPolicySeed } from '../build-account.ts';
import type { JsonObject } from '../wire/json.ts';

/** The ARN of a policy that AWS maintains. */
export function awsManaged(name: string): string {
  return `arn:aws:iam::aws:policy/${name}`;
}

/** The ARN of AmazonECSTaskExecutionRolePolicy, which has a path. */
export const TASK_EXECUTION_POLICY = awsManaged('service-role/AmazonECSTaskExecutionRolePolicy');

function policy(name: string, statements: readonly JsonObject[], path = '/'): ManagedPolicySeed {
  return { name, path, awsManaged: true, documents: [{ Version: '2012-10-17', Statement: statements }] };
}

function allow(
  action: readonly string[],
  resource: string | readonly string[] = '*',
  more: JsonObject = {},
): JsonObject {
  return { Effect: 'Allow', Action: action, Resource: resource, ...more };
}

/**
 * The AWS managed policies that the account's roles use, as the "AWS managed policy reference" describes them; the
 * longest lists are shortened, nothing is added.
 */
export const AWS_MANAGED_POLICIES: readonly ManagedPolicySeed[] = [
  policy('AdministratorAccess', [allow(['*'])]),
  policy('PowerUserAccess', [
    { Effect: 'Allow', NotAction: ['iam:*', 'organizations:*', 'account:*'], Resource: '*' },
    allow([
      'account:GetAccountInformation',
      'account:GetPrimaryEmail',
      'account:ListRegions',
      'iam:CreateServiceLinkedRole',
      'iam:DeleteServiceLinkedRole',
      'iam:ListRoles',
      'organizations:DescribeOrganization',
    ]),
  ]),
  policy(
    'AmazonECSTaskExecutionRolePolicy',
    [
      allow([
        'ecr:GetAuthorizationToken',
        'ecr:BatchCheckLayerAvailability',
        'ecr:GetDownloadUrlForLayer',
        'ecr:BatchGetImage',
        'logs:CreateLogStream',
        'logs:PutLogEvents',
      ]),
    ],
    '/service-role/',
  ),
  policy(
    'AmazonEC2ContainerServiceforEC2Role',
    [
      allow([
        'ec2:DescribeTags',
        'ecs:CreateCluster',
        'ecs:DeregisterContainerInstance',
        'ecs:DiscoverPollEndpoint',
        'ecs:Poll',
        'ecs:RegisterContainerInstance',
        'ecs:StartTelemetrySession',
        'ecs:UpdateContainerInstancesState',
        'ecs:Submit*',
        'ecr:GetAuthorizationToken',
        'ecr:BatchCheckLayerAvailability',
        'ecr:GetDownloadUrlForLayer',
        'ecr:BatchGetImage',
        'logs:CreateLogStream',
        'logs:PutLogEvents',
      ]),
      allow(['ecs:TagResource'], '*', {
        Condition: { StringEquals: { 'ecs:CreateAction': ['CreateCluster', 'RegisterContainerInstance'] } },
      }),
    ],
    '/service-role/',
  ),
  policy('AmazonEC2ContainerRegistryReadOnly', [
    allow([
      'ecr:GetAuthorizationToken',
      'ecr:BatchCheckLayerAvailability',
      'ecr:GetDownloadUrlForLayer',
      'ecr:GetRepositoryPolicy',
      'ecr:DescribeRepositories',
      'ecr:ListImages',
      'ecr:DescribeImages',
      'ecr:BatchGetImage',
      'ecr:GetLifecyclePolicy',
      'ecr:GetLifecyclePolicyPreview',
      'ecr:ListTagsForResource',
      'ecr:DescribeImageScanFindings',
    ]),
  ]),
  policy('CloudWatchLogsFullAccess', [allow(['logs:*', 'cloudwatch:GenerateQuery'])]),
  policy('SecretsManagerReadWrite', [
    allow(
      [
        'secretsmanager:*',
        'cloudformation:CreateChangeSet',
        'cloudformation:DescribeChangeSet',
        'cloudformation:DescribeStackResource',
        'cloudformation:DescribeStacks',
        'cloudformation:ExecuteChangeSet',
        'docdb-elastic:GetCluster',
        'docdb-elastic:ListClusters',
        'ec2:DescribeSecurityGroups',
        'ec2:DescribeSubnets',
        'ec2:DescribeVpcs',
        'kms:DescribeKey',
        'kms:ListAliases',
        'kms:ListKeys',
        'lambda:ListFunctions',
        'rds:DescribeDBClusters',
        'rds:DescribeDBInstances',
        'redshift:DescribeClusters',
        'redshift-serverless:ListWorkgroups',
        'redshift-serverless:GetNamespace',
        'tag:GetResources',
      ],
      '*',
      { Sid: 'BasePermissions' },
    ),
    allow(
      [
        'lambda:AddPermission',
        'lambda:CreateFunction',
        'lambda:GetFunction',
        'lambda:InvokeFunction',
        'lambda:UpdateFunctionConfiguration',
      ],
      'arn:aws:lambda:*:*:function:SecretsManager*',
      { Sid: 'LambdaPermissions' },
    ),
    allow(
      ['serverlessrepo:CreateCloudFormationChangeSet', 'serverlessrepo:GetApplication'],
      'arn:aws:serverlessrepo:*:*:applications/SecretsManager*',
      { Sid: 'SARPermissions' },
    ),
    allow(
      ['s3:GetObject'],
      ['arn:aws:s3:::awsserverlessrepo-changesets*', 'arn:aws:s3:::secrets-manager-rotation-apps-*/*'],
      { Sid: 'S3Permissions' },
    ),
  ]),
  policy('AmazonRDSReadOnlyAccess', [
    allow([
      'rds:Describe*',
      'rds:ListTagsForResource',
      'ec2:DescribeAccountAttributes',
      'ec2:DescribeAvailabilityZones',
      'ec2:DescribeInternetGateways',
      'ec2:DescribeSecurityGroups',
      'ec2:DescribeSubnets',
      'ec2:DescribeVpcAttribute',
      'ec2:DescribeVpcs',
    ]),
    allow([
      'cloudwatch:GetMetricStatistics',
      'cloudwatch:ListMetrics',
      'cloudwatch:GetMetricData',
      'logs:DescribeLogStreams',
      'logs:GetLogEvents',
      'devops-guru:GetResourceCollection',
    ]),
  ]),
  policy('AmazonSSMReadOnlyAccess', [allow(['ssm:Describe*', 'ssm:Get*', 'ssm:List*'])]),
  policy('AmazonS3ReadOnlyAccess', [
    allow(['s3:Get*', 's3:List*', 's3:Describe*', 's3-object-lambda:Get*', 's3-object-lambda:List*']),
  ]),
  policy('AmazonSQSFullAccess', [allow(['sqs:*'])]),
  policy('AWSXRayDaemonWriteAccess', [
    allow([
      'xray:PutTraceSegments',
      'xray:PutTelemetryRecords',
      'xray:GetSamplingRules',
      'xray:GetSamplingTargets',
      'xray:GetSamplingStatisticSummaries',
    ]),
  ]),
];

import type { Action } from '../../iam/action.ts';
import type { SecondaryRow } from './secondary-row.ts';

const SCALING = [
  'application-autoscaling:DeleteScalingPolicy',
  'application-autoscaling:DeleteScheduledAction',
  'application-autoscaling:DeregisterScalableTarget',
  'application-autoscaling:DescribeScalableTargets',
  'application-autoscaling:DescribeScalingPolicies',
  'application-autoscaling:PutScalingPolicy',
  'application-autoscaling:PutScheduledAction',
  'application-autoscaling:RegisterScalableTarget',
] as const;
const VALIDATES = 'Application Auto Scaling validates the permissions of the caller on what it scales';

/** The target of `serviceNamespace`, and what scaling it asks of the caller ("IAM and Application Auto Scaling"). */
const SCALED: readonly (readonly [namespace: RegExp, actions: readonly Action[]])[] = [
  [/^ecs$/, ['ecs:DescribeServices', 'ecs:UpdateService']],
  [/^dynamodb$/, ['dynamodb:DescribeTable', 'dynamodb:UpdateTable']],
  [
    /^(rds|neptune)$/,
    [
      'rds:AddTagsToResource',
      'rds:CreateDBInstance',
      'rds:DeleteDBInstance',
      'rds:DescribeDBClusters',
      'rds:DescribeDBClusterParameters',
      'rds:DescribeDBInstances',
      'rds:ModifyDBCluster',
    ],
  ],
  [
    /^lambda$/,
    [
      'lambda:DeleteProvisionedConcurrencyConfig',
      'lambda:GetProvisionedConcurrencyConfig',
      'lambda:PutProvisionedConcurrencyConfig',
    ],
  ],
  [
    /^elasticache$/,
    [
      'elasticache:DecreaseNodeGroupsInGlobalReplicationGroup',
      'elasticache:DecreaseReplicaCount',
      'elasticache:DescribeCacheClusters',
      'elasticache:DescribeCacheParameters',
      'elasticache:DescribeReplicationGroups',
      'elasticache:IncreaseReplicaCount',
      'elasticache:ModifyReplicationGroupShardConfiguration',
    ],
  ],
  [/^ec2$/, ['ec2:DescribeSpotFleetRequests', 'ec2:ModifySpotFleetRequest']],
  [/^kafka$/, ['kafka:DescribeCluster', 'kafka:DescribeClusterOperation', 'kafka:UpdateBrokerStorage']],
];

const CLOUD_MAP = 'Cloud Map keeps records and health checks in Route 53 with the permissions of the caller';
const GROUP_OF_TEMPLATE = 'a group with a launch template is checked for launching its instances';
const MOUNT_TARGET = 'a mount target is a network interface, handled with the permissions of the caller';
const READS_CODE = 'the code is read with the permissions of the caller';

/**
 * Checks of other services' permissions that a service makes for its caller. Some do so without calling the other
 * service, which then logs nothing.
 */
export const ON_BEHALF_CHECKS: readonly SecondaryRow[] = [
  ...SCALED.map(
    ([is, actions]): SecondaryRow => ({
      events: SCALING,
      actions,
      value: { facet: 'serviceNamespace', is },
      reason: VALIDATES,
    }),
  ),
  {
    events: SCALING,
    actions: ['cloudwatch:DeleteAlarms', 'cloudwatch:DescribeAlarms', 'cloudwatch:PutMetricAlarm'],
    reason: VALIDATES,
  },
  {
    events: [
      'autoscaling:CreateAutoScalingGroup',
      'autoscaling:StartInstanceRefresh',
      'autoscaling:UpdateAutoScalingGroup',
    ],
    actions: ['ec2:CreateTags', 'ec2:RunInstances'],
    parameter: /launchTemplate/i,
    reason: GROUP_OF_TEMPLATE,
  },
  {
    events: ['ec2:CreateFleet', 'ec2:RequestSpotFleet', 'ec2:RequestSpotInstances'],
    actions: ['ec2:CreateTags', 'ec2:RunInstances'],
    reason: 'a fleet launches instances for its caller, who must be allowed to',
  },
  {
    events: ['elasticfilesystem:CreateMountTarget'],
    actions: ['ec2:CreateNetworkInterface', 'ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets'],
    reason: MOUNT_TARGET,
  },
  {
    events: ['elasticfilesystem:DeleteMountTarget'],
    actions: ['ec2:DeleteNetworkInterface'],
    reason: MOUNT_TARGET,
  },
  {
    events: [
      'elasticfilesystem:DescribeMountTargetSecurityGroups',
      'elasticfilesystem:ModifyMountTargetSecurityGroups',
    ],
    actions: ['ec2:DescribeNetworkInterfaceAttribute', 'ec2:ModifyNetworkInterfaceAttribute'],
    reason: MOUNT_TARGET,
  },
  {
    events: [
      'ec2:CreateFlowLogs',
      'logs:CreateDelivery',
      'states:CreateStateMachine',
      'states:UpdateStateMachine',
      'wafv2:PutLoggingConfiguration',
    ],
    actions: ['logs:DescribeLogGroups', 'logs:DescribeResourcePolicies', 'logs:PutResourcePolicy'],
    parameter: /(log|delivery)/i,
    reason: 'the delivery of logs is set up with the permissions of the caller',
  },
  {
    events: ['servicediscovery:CreatePrivateDnsNamespace', 'servicediscovery:CreatePublicDnsNamespace'],
    actions: [
      'ec2:DescribeRegions',
      'ec2:DescribeVpcs',
      'route53:CreateHostedZone',
      'route53:GetHostedZone',
      'route53:ListHostedZonesByName',
    ],
    reason: CLOUD_MAP,
  },
  {
    events: ['servicediscovery:DeleteNamespace'],
    actions: ['route53:DeleteHostedZone', 'route53:GetHostedZone'],
    reason: CLOUD_MAP,
  },
  {
    events: [
      'servicediscovery:CreateService',
      'servicediscovery:DeleteService',
      'servicediscovery:DeregisterInstance',
      'servicediscovery:RegisterInstance',
      'servicediscovery:UpdateService',
    ],
    actions: [
      'ec2:DescribeInstances',
      'route53:ChangeResourceRecordSets',
      'route53:CreateHealthCheck',
      'route53:DeleteHealthCheck',
      'route53:GetHealthCheck',
      'route53:GetHostedZone',
      'route53:ListHostedZonesByName',
      'route53:UpdateHealthCheck',
    ],
    reason: CLOUD_MAP,
  },
  {
    events: ['lambda:CreateFunction', 'lambda:UpdateFunctionCode'],
    actions: [
      'ecr:BatchGetImage',
      'ecr:GetDownloadUrlForLayer',
      'ecr:GetRepositoryPolicy',
      'ecr:SetRepositoryPolicy',
      's3:GetObject',
      's3:GetObjectVersion',
    ],
    parameter: /^(code|image|imageUri|packageType|s3Bucket|s3Key)$/i,
    reason: READS_CODE,
  },
  {
    events: ['lambda:CreateFunction', 'lambda:UpdateFunctionConfiguration'],
    actions: ['ec2:DescribeSecurityGroups', 'ec2:DescribeSubnets', 'ec2:DescribeVpcs'],
    parameter: /^vpcConfig$/i,
    reason: 'subnets and security groups are looked up with the permissions of the caller',
  },
  {
    events: ['lambda:CreateFunction', 'lambda:UpdateFunctionConfiguration'],
    actions: ['elasticfilesystem:DescribeMountTargets'],
    parameter: /^fileSystemConfigs$/i,
    reason: 'the file system is looked up with the permissions of the caller',
  },
  {
    events: ['secretsmanager:RotateSecret'],
    actions: ['lambda:InvokeFunction'],
    reason: 'the caller must be allowed to invoke the rotation function',
  },
  {
    events: [
      'elasticloadbalancing:CreateLoadBalancer',
      'elasticloadbalancing:CreateTargetGroup',
      'elasticloadbalancing:RegisterTargets',
      'elasticloadbalancing:SetSecurityGroups',
      'elasticloadbalancing:SetSubnets',
    ],
    actions: [
      'ec2:DescribeInstances',
      'ec2:DescribeInternetGateways',
      'ec2:DescribeSecurityGroups',
      'ec2:DescribeSubnets',
      'ec2:DescribeVpcs',
    ],
    reason: 'the network of a load balancer is looked up with the permissions of the caller',
  },
];

import type { SecondaryRow } from './secondary-row.ts';

const CLOUD_MAP = 'Cloud Map keeps records and health checks in Route 53 with the permissions of the caller';
const MOUNT_TARGET = 'a mount target is a network interface, handled with the permissions of the caller';
const READS_CODE = 'the code is read with the permissions of the caller';

/**
 * Checks of other services' permissions that a service makes for its caller. Some do so without calling the other
 * service, which then logs nothing.
 */
export const ON_BEHALF_CHECKS: readonly SecondaryRow[] = [
  {
    events: ['ecs:CreateCapacityProvider', 'ecs:UpdateCapacityProvider'],
    actions: ['autoscaling:CreateOrUpdateTags'],
    reason: 'the group is tagged as managed by ECS, with the permissions of the caller',
  },
  {
    events: [
      'route53:AssociateVPCWithHostedZone',
      'route53:CreateHostedZone',
      'route53:CreateVPCAssociationAuthorization',
      'route53:DisassociateVPCFromHostedZone',
      'route53:ListHostedZonesByVPC',
    ],
    actions: ['ec2:DescribeVpcs'],
    parameter: /vpc/i,
    reason: 'the VPC of a private zone is looked up with the permissions of the caller',
  },
  {
    events: [
      'elasticloadbalancing:CreateListener',
      'elasticloadbalancing:CreateRule',
      'elasticloadbalancing:ModifyListener',
      'elasticloadbalancing:ModifyRule',
    ],
    actions: ['cognito-idp:DescribeUserPoolClient'],
    parameter: /cognito|userPool/i,
    reason: 'the client of the user pool that signs users in is looked up with the permissions of the caller',
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
    events: ['resource-groups:ListGroupResources', 'resource-groups:SearchResources'],
    actions: ['cloudformation:DescribeStacks', 'cloudformation:ListStackResources', 'tag:GetResources'],
    always: true,
    reason: 'the members of a group are looked up by their tags or in their stack with the permissions of the caller',
  },
  {
    events: [
      'route53resolver:AssociateFirewallRuleGroup',
      'route53resolver:AssociateResolverQueryLogConfig',
      'route53resolver:AssociateResolverRule',
      'route53resolver:CreateResolverEndpoint',
      'route53resolver:DeleteResolverEndpoint',
      'route53resolver:UpdateResolverEndpoint',
    ],
    actions: [
      'ec2:CreateNetworkInterface',
      'ec2:DeleteNetworkInterface',
      'ec2:DescribeAvailabilityZones',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSecurityGroups',
      'ec2:DescribeSubnets',
      'ec2:DescribeVpcs',
      'ec2:ModifyNetworkInterfaceAttribute',
    ],
    reason: 'endpoints of the resolver are network interfaces, handled with the permissions of the caller',
  },
  {
    events: [
      'elasticache:CreateCacheCluster',
      'elasticache:CreateReplicationGroup',
      'elasticache:DeleteCacheCluster',
      'elasticache:DeleteReplicationGroup',
      'elasticache:IncreaseReplicaCount',
      'elasticache:ModifyCacheCluster',
      'elasticache:ModifyReplicationGroup',
      'memorydb:CreateCluster',
      'memorydb:DeleteCluster',
      'memorydb:UpdateCluster',
    ],
    actions: [
      'ec2:CreateNetworkInterface',
      'ec2:DeleteNetworkInterface',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSubnets',
      'ec2:DescribeVpcs',
    ],
    reason: 'nodes of a cache are network interfaces, which the caller may have to be allowed to handle',
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

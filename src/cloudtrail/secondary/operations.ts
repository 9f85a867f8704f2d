import type { SecondaryRow } from './secondary-row.ts';

const LOOKS_UP = 'Compute Optimizer looks up what it recommends for, with the permissions of the caller';
const NETWORK = 'the service sets up its network with the permissions of the caller';
const ORGANIZATION = 'trusted access is set up in AWS Organizations with the permissions of the caller';

/** Further checks of the calls that operators and pipelines make. */
export const OPERATIONS_CHECKS: readonly SecondaryRow[] = [
  {
    events: [
      'compute-optimizer:ExportAutoScalingGroupRecommendations',
      'compute-optimizer:GetAutoScalingGroupRecommendations',
      'compute-optimizer:GetEffectiveRecommendationPreferences',
    ],
    actions: [
      'autoscaling:DescribeAutoScalingGroups',
      'autoscaling:DescribeAutoScalingInstances',
      'ec2:DescribeInstances',
    ],
    reason: LOOKS_UP,
  },
  {
    events: [
      'compute-optimizer:ExportEC2InstanceRecommendations',
      'compute-optimizer:ExportLicenseRecommendations',
      'compute-optimizer:GetEC2InstanceRecommendations',
      'compute-optimizer:GetEC2RecommendationProjectedMetrics',
      'compute-optimizer:GetLicenseRecommendations',
    ],
    actions: ['ec2:DescribeInstances'],
    reason: LOOKS_UP,
  },
  {
    events: [
      'compute-optimizer:ExportEBSVolumeRecommendations',
      'compute-optimizer:GetEBSVolumeRecommendations',
      'aco-automation:ListAutomationRulePreview',
      'aco-automation:ListRecommendedActions',
    ],
    actions: ['ec2:DescribeVolumes'],
    reason: LOOKS_UP,
  },
  {
    events: ['compute-optimizer:ExportECSServiceRecommendations', 'compute-optimizer:GetECSServiceRecommendations'],
    actions: ['ecs:ListClusters', 'ecs:ListServices'],
    reason: LOOKS_UP,
  },
  {
    events: [
      'compute-optimizer:ExportLambdaFunctionRecommendations',
      'compute-optimizer:GetLambdaFunctionRecommendations',
    ],
    actions: ['lambda:ListFunctions', 'lambda:ListProvisionedConcurrencyConfigs'],
    reason: LOOKS_UP,
  },
  {
    events: [
      'compute-optimizer:ExportRDSDatabaseRecommendations',
      'compute-optimizer:GetRDSDatabaseRecommendations',
      'compute-optimizer:GetRDSDatabaseRecommendationProjectedMetrics',
    ],
    actions: ['rds:DescribeDBClusters', 'rds:DescribeDBInstances'],
    reason: LOOKS_UP,
  },
  {
    events: [
      'cloudhsm:CreateCluster',
      'cloudhsm:CreateHsm',
      'cloudhsm:DeleteHsm',
      'emr-containers:CreateManagedEndpoint',
      'emr-containers:DeleteManagedEndpoint',
    ],
    actions: [
      'ec2:AuthorizeSecurityGroupEgress',
      'ec2:AuthorizeSecurityGroupIngress',
      'ec2:CreateNetworkInterface',
      'ec2:CreateSecurityGroup',
      'ec2:DeleteNetworkInterface',
      'ec2:DeleteSecurityGroup',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSecurityGroups',
      'ec2:DescribeSubnets',
      'ec2:RevokeSecurityGroupEgress',
      'ec2:RevokeSecurityGroupIngress',
    ],
    reason: NETWORK,
  },
  {
    events: ['ebs:StartSnapshot'],
    actions: ['ec2:CreateTags'],
    parameter: /^tags$/i,
    reason: 'the snapshot is tagged as an EC2 resource',
  },
  {
    events: ['eks:CreateCluster', 'eks:UpdateClusterConfig'],
    actions: ['eks:CreateAccessEntry'],
    reason: 'the creator may become an administrator by an access entry',
  },
  {
    events: ['emr-containers:DeleteVirtualCluster'],
    actions: [
      'eks:AssociateAccessPolicy',
      'eks:DeleteAccessEntry',
      'eks:DescribeAccessEntry',
      'eks:DisassociateAccessPolicy',
      'eks:ListAssociatedAccessPolicies',
    ],
    reason: 'the access that was set up with the cluster is taken back',
  },
  {
    events: [
      'cloudformation:ActivateOrganizationsAccess',
      'detective:EnableOrganizationAdminAccount',
      'health:EnableHealthServiceAccessForOrganization',
    ],
    actions: [
      'iam:CreateServiceLinkedRole',
      'iam:GetRole',
      'organizations:EnableAWSServiceAccess',
      'organizations:RegisterDelegatedAdministrator',
    ],
    reason: ORGANIZATION,
  },
  {
    events: ['health:DisableHealthServiceAccessForOrganization'],
    actions: ['organizations:DisableAWSServiceAccess'],
    reason: ORGANIZATION,
  },
  {
    events: ['iam:CreateServiceLinkedRole'],
    actions: ['iam:PutRolePolicy'],
    reason: 'documented as checked together with the creation',
  },
  {
    events: ['imagebuilder:CreateInfrastructureConfiguration', 'imagebuilder:UpdateInfrastructureConfiguration'],
    actions: ['iam:GetInstanceProfile'],
    reason: 'the instance profile is looked up',
  },
  {
    events: ['cloudformation:DetectStackDrift'],
    actions: ['cloudformation:DetectStackResourceDrift'],
    reason: 'drift of a stack is drift of its resources',
  },
  {
    events: ['cloudformation:UpdateStack'],
    actions: ['cloudformation:SetStackPolicy'],
    parameter: /stackPolicy/i,
    reason: 'an update may set the stack policy',
  },
  {
    events: ['codedeploy:CreateDeployment'],
    actions: [
      'codedeploy:GetApplicationRevision',
      'codedeploy:GetDeploymentConfig',
      'codedeploy:RegisterApplicationRevision',
      'codedeploy:UpdateDeploymentGroup',
    ],
    reason: 'a deployment looks up and registers its revision',
  },
  {
    events: ['route53domains:RegisterDomain'],
    actions: ['route53:CreateHostedZone'],
    reason: 'a domain comes with a hosted zone',
  },
  {
    events: [
      'apigateway:CreateApi',
      'apigateway:CreateApiKey',
      'apigateway:CreateDomainName',
      'apigateway:CreateDomainNameAccessAssociation',
      'apigateway:CreateRestApi',
      'apigateway:CreateStage',
      'apigateway:CreateUsagePlan',
      'apigateway:CreateVpcLink',
      'apigateway:GenerateClientCertificate',
    ],
    actions: ['apigateway:PUT', 'apigateway:POST'],
    parameter: /^tags$/i,
    reason: 'tagging on creation is a call to /tags',
  },
  {
    events: ['apigateway:ReimportApi', 'apigateway:CreatePortal'],
    actions: ['apigateway:POST', 'apigateway:DELETE'],
    reason: 'what the definition adds or drops is created and deleted',
  },
  {
    events: ['apigateway:TagResource', 'apigateway:UntagResource'],
    actions: ['apigateway:PATCH'],
    reason: 'AWS lists PATCH beside the verbs of /tags',
  },
];

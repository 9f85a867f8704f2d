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

/** Checks that Application Auto Scaling makes of its caller on what is scaled. */
export const SCALING_CHECKS: readonly SecondaryRow[] = [
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
];

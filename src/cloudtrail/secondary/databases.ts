import type { SecondaryRow } from './secondary-row.ts';

const BLUE_GREEN = 'a blue/green deployment is made of databases that the caller must be allowed to handle';
const FINAL_SNAPSHOT = 'asks for a last snapshot';

/** Further checks of the calls that create and delete databases and caches. */
export const DATABASE_CHECKS: readonly SecondaryRow[] = [
  {
    events: ['rds:CreateBlueGreenDeployment'],
    actions: [
      'rds:CreateDBCluster',
      'rds:CreateDBClusterEndpoint',
      'rds:CreateDBInstance',
      'rds:CreateDBInstanceReadReplica',
      'rds:CreateGlobalCluster',
    ],
    reason: BLUE_GREEN,
  },
  {
    events: ['rds:DeleteBlueGreenDeployment', 'rds:SwitchoverBlueGreenDeployment'],
    actions: [
      'rds:DeleteDBCluster',
      'rds:DeleteDBClusterEndpoint',
      'rds:DeleteDBInstance',
      'rds:DeleteGlobalCluster',
      'rds:ModifyDBCluster',
      'rds:ModifyDBInstance',
      'rds:ModifyGlobalCluster',
      'rds:PromoteReadReplica',
      'rds:PromoteReadReplicaDBCluster',
      'rds:RemoveFromGlobalCluster',
    ],
    reason: BLUE_GREEN,
  },
  {
    events: ['rds:CreateDBCluster', 'rds:RestoreDBClusterFromSnapshot', 'rds:RestoreDBClusterToPointInTime'],
    actions: ['rds:CreateDBInstance'],
    parameter: /dbClusterInstanceClass/i,
    reason: 'a Multi-AZ cluster comes with its instances',
  },
  {
    events: ['rds:DeleteDBCluster'],
    actions: ['rds:DeleteDBInstance'],
    reason: 'a Multi-AZ cluster goes with its instances',
  },
  {
    events: ['rds:ModifyDBCluster'],
    actions: ['rds:ModifyDBInstance'],
    reason: 'a Multi-AZ cluster changes with its instances',
  },
  {
    events: ['rds:RebootDBCluster'],
    actions: ['rds:RebootDBInstance'],
    reason: 'a cluster restarts with its instances',
  },
  {
    events: ['rds:DeleteDBCluster'],
    actions: ['rds:CreateDBClusterSnapshot'],
    parameter: /finalDBSnapshot/i,
    reason: FINAL_SNAPSHOT,
  },
  {
    events: ['rds:DeleteDBInstance', 'rds:DeleteTenantDatabase', 'rds:StopDBInstance'],
    actions: ['rds:CreateDBSnapshot'],
    parameter: /snapshotIdentifier/i,
    reason: FINAL_SNAPSHOT,
  },
  {
    events: [
      'elasticache:DeleteCacheCluster',
      'elasticache:DeleteReplicationGroup',
      'elasticache:DeleteServerlessCache',
    ],
    actions: ['elasticache:CreateSnapshot', 'elasticache:CreateServerlessCacheSnapshot'],
    parameter: /finalSnapshot/i,
    reason: FINAL_SNAPSHOT,
  },
  {
    events: ['memorydb:DeleteCluster'],
    actions: ['memorydb:CreateSnapshot'],
    parameter: /finalSnapshot/i,
    reason: FINAL_SNAPSHOT,
  },
  {
    events: ['redshift:DeleteCluster'],
    actions: ['redshift:CreateClusterSnapshot'],
    parameter: /finalClusterSnapshot/i,
    reason: FINAL_SNAPSHOT,
  },
  {
    events: ['cassandra:GetTableAutoScalingSettings', 'cassandra:UpdateKeyspace'],
    actions: [
      'application-autoscaling:DescribeScalableTargets',
      'application-autoscaling:DescribeScalingPolicies',
      'application-autoscaling:PutScalingPolicy',
      'application-autoscaling:RegisterScalableTarget',
    ],
    reason: 'Keyspaces reads and sets scaling with the permissions of the caller',
  },
];

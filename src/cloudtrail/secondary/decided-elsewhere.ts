import type { Action } from '../../iam/action.ts';
import type { SecondaryRow } from './secondary-row.ts';

const TEMPLATE = 'tags, instance profile and image (`resolve:ssm:`) may stand in the launch template alone';
const LAUNCHES: readonly Action[] = ['ec2:CreateTags', 'ec2:RunInstances', 'iam:PassRole', 'ssm:GetParameters'];
const COPIED =
  'a database that copies its tags to snapshots, or a snapshot that hands them on, has them put on what is made';
const NO_TAGS_TAKEN = 'AWS lists the tagging action, and the operation takes no tags';
const FOLLOWED = 'the tags of the source or of the instance that is kept are put on what is left';

/**
 * Checks whose trigger lies in another resource than the call names, or in a setting of the service: no parameter shows
 * whether AWS made them. A row without parameter holds whatever was passed. Sources: the operations of
 * AWS's service reference that list a tagging action and take no tags, and the pages named in the reasons.
 */
export const DECIDED_ELSEWHERE: readonly SecondaryRow[] = [
  {
    events: ['ec2:RunInstances'],
    actions: ['ec2:CreateTags', 'iam:PassRole', 'ssm:GetParameters'],
    parameter: /launchTemplate/i,
    reason: `${TEMPLATE} ("Control access to launch templates with IAM permissions")`,
  },
  {
    events: [
      'ec2:CreateFleet',
      'ec2:ModifyFleet',
      'ec2:ModifySpotFleetRequest',
      'ec2:RequestSpotFleet',
      'ec2:RequestSpotInstances',
    ],
    actions: LAUNCHES,
    reason: `a fleet launches instances for its caller; ${TEMPLATE}`,
  },
  {
    events: ['autoscaling:CreateAutoScalingGroup', 'autoscaling:UpdateAutoScalingGroup'],
    actions: LAUNCHES,
    parameter: /launchTemplate|mixedInstances/i,
    reason: `the caller is checked for launching the group's instances; ${TEMPLATE}`,
  },
  {
    events: ['autoscaling:StartInstanceRefresh', 'autoscaling:RollbackInstanceRefresh'],
    actions: LAUNCHES,
    reason: `the group names its template; ${TEMPLATE}`,
  },
  {
    events: ['batch:CreateComputeEnvironment', 'batch:UpdateComputeEnvironment', 'eks:CreateNodegroup'],
    actions: ['ec2:CreateTags', 'ec2:RunInstances', 'iam:PassRole'],
    parameter: /launchTemplate/i,
    reason: TEMPLATE,
  },
  {
    events: [
      'rds:CopyDBClusterSnapshot',
      'rds:CopyDBSnapshot',
      'rds:CreateDBClusterSnapshot',
      'rds:CreateDBInstanceReadReplica',
      'rds:CreateDBSnapshot',
      'rds:CreateGlobalCluster',
      'rds:DeleteDBCluster',
      'rds:DeleteDBInstance',
      'rds:DeleteTenantDatabase',
      'rds:ModifyDBCluster',
      'rds:ModifyDBInstance',
      'rds:RestoreDBClusterFromSnapshot',
      'rds:RestoreDBClusterToPointInTime',
      'rds:RestoreDBInstanceFromDBSnapshot',
      'rds:RestoreDBInstanceToPointInTime',
      'rds:StopDBInstance',
    ],
    actions: ['rds:AddTagsToResource'],
    reason: `${COPIED} ("Tagging Amazon RDS resources")`,
  },
  {
    events: ['rds:PromoteReadReplica', 'rds:PromoteReadReplicaDBCluster'],
    actions: ['rds:AddTagsToResource'],
    reason: FOLLOWED,
  },
  {
    events: [
      'rds:CreateDBInstance',
      'rds:CreateDBInstanceReadReplica',
      'rds:DeleteDBInstance',
      'rds:ModifyDBInstance',
      'rds:RestoreDBInstanceFromDBSnapshot',
      'rds:RestoreDBInstanceToPointInTime',
    ],
    actions: ['rds:CreateTenantDatabase', 'rds:DeleteTenantDatabase'],
    reason: 'whether a database has tenants is a setting of the database or its snapshot',
  },
  {
    events: ['fsx:CopyBackup', 'fsx:CreateBackup', 'fsx:DeleteFileSystem', 'fsx:DeleteVolume'],
    actions: ['fsx:CreateBackup', 'fsx:TagResource'],
    reason: 'a last backup may be made, with the tags of a file system that copies them to its backups',
  },
  {
    events: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
    actions: ['ecr:BatchImportUpstreamImage', 'ecr:CreateRepository', 'ecr:TagResource'],
    reason:
      'a pull-through cache rule of the registry makes the first pull import the image ("Pull through cache rules")',
  },
  {
    events: ['s3:CopyObject', 's3:UploadPartCopy'],
    actions: ['s3:GetObjectTagging', 's3:GetObjectVersionTagging', 's3:PutObjectTagging'],
    reason: 'whether the source has tags, which are copied along, only the source says ("CopyObject")',
  },
  {
    events: ['s3:CopyObject'],
    actions: ['s3:GetObjectAnnotation', 's3:ListObjectAnnotations', 's3:PutObjectAnnotation'],
    reason:
      'whether the source has annotations, which are copied along by default, only the source says ("Annotating your objects")',
  },
  {
    events: ['s3:GetObject'],
    actions: ['s3:GetObjectTagging'],
    reason: 'the answer says how many tags the object has to whoever may read them ("GetObject")',
  },
  {
    events: ['s3:GetObject'],
    actions: ['s3:GetObjectVersionTagging'],
    parameter: /^version-?id$/i,
    reason: 'the same of a version',
  },
  {
    events: ['cloudformation:ExecuteChangeSet'],
    actions: ['cloudformation:TagResource', 'cloudformation:UntagResource'],
    reason: 'the tags stand in the change set',
  },
  {
    events: ['cloudformation:CreateChangeSet', 'cloudformation:UpdateStack', 'cloudformation:UpdateStackSet'],
    actions: ['cloudformation:TagResource', 'cloudformation:UntagResource'],
    reason: 'tags that a stack had and that are left out now are taken off',
  },
  {
    events: ['cognito-identity:UpdateIdentityPool', 'cognito-idp:UpdateUserPool'],
    actions: ['cognito-identity:UntagResource', 'cognito-idp:UntagResource'],
    reason: 'tags that the pool had and that are left out now are taken off',
  },
  {
    events: ['dynamodb:UpdateTable'],
    actions: ['dynamodb:TagResource'],
    reason: 'a replica is given the tags of its table',
  },
  { events: ['kafka:CreateTopic'], actions: ['kafka:TagResource'], reason: NO_TAGS_TAKEN },
  {
    events: ['ses:CreateCustomVerificationEmailTemplate'],
    actions: ['ses:TagResource'],
    reason: NO_TAGS_TAKEN,
  },
  {
    events: ['sms-voice:CreateConfigurationSet'],
    actions: ['sms-voice:TagResource'],
    reason: NO_TAGS_TAKEN,
  },
  {
    events: ['mobiletargeting:CreateJourney'],
    actions: ['mobiletargeting:TagResource'],
    reason: NO_TAGS_TAKEN,
  },
  {
    events: ['quicksight:CreateAccountSubscription'],
    actions: ['quicksight:TagResource'],
    reason: NO_TAGS_TAKEN,
  },
  { events: ['wickr:CreateNetwork'], actions: ['wickr:TagResource'], reason: NO_TAGS_TAKEN },
  { events: ['chime:CreateAttendee'], actions: ['chime:TagAttendee'], reason: NO_TAGS_TAKEN },
  {
    events: ['cassandra:UpdateKeyspace'],
    actions: ['cassandra:TagMultiRegionResource', 'cassandra:TagResource'],
    reason: 'a keyspace that gets Regions takes its tags there',
  },
  {
    events: ['codecommit:UpdateRepositoryName'],
    actions: ['codecommit:TagResource'],
    reason: 'the tags go along with the repository',
  },
  {
    events: ['greengrass:CreateDeployment'],
    actions: ['greengrass:TagResource'],
    reason: 'the deployment may be tagged as its group is',
  },
  {
    events: ['batch:SubmitJob'],
    actions: ['batch:TagResource'],
    reason: 'the job definition says whether its tags go on to the job ("propagateTags")',
  },
];

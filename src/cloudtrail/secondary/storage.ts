import type { Action } from '../../iam/action.ts';
import type { SecondaryRow } from './secondary-row.ts';

const DATA_OF_TABLE: readonly Action[] = [
  'dynamodb:BatchWriteItem',
  'dynamodb:DeleteItem',
  'dynamodb:GetItem',
  'dynamodb:PutItem',
  'dynamodb:Query',
  'dynamodb:Scan',
  'dynamodb:UpdateItem',
];
const VERSION = /^(x-amz-)?version-?id$/i;
/** Says of each operation and header of objects which permission it asks for. */
const PERMISSIONS_PAGE = 'Required permissions for Amazon S3 API operations';
const WRITES_OBJECT = [
  's3:PutObject',
  's3:CopyObject',
  's3:CreateMultipartUpload',
  's3:InitiateMultipartUpload',
] as const;

const COMPARES =
  'an ETag that comes along is compared with what is there, which takes the permission to read it ("Add preconditions to S3 operations with conditional requests")';

/** Further checks of S3, SQS and DynamoDB calls. */
export const STORAGE_CHECKS: readonly SecondaryRow[] = [
  {
    events: [
      's3:GetObject',
      's3:HeadObject',
      's3:GetObjectAttributes',
      's3:GetObjectTorrent',
      's3:SelectObjectContent',
    ],
    actions: ['s3:GetObjectVersion'],
    parameter: VERSION,
    decidedBy: PERMISSIONS_PAGE,
    reason: 'naming a version needs the permission on versions',
  },
  {
    events: ['s3:GetObjectAcl'],
    actions: ['s3:GetObjectVersionAcl'],
    parameter: VERSION,
    decidedBy: PERMISSIONS_PAGE,
    reason: 'names a version',
  },
  {
    events: ['s3:PutObjectAcl'],
    actions: ['s3:PutObjectVersionAcl'],
    parameter: VERSION,
    decidedBy: PERMISSIONS_PAGE,
    reason: 'names a version',
  },
  {
    events: ['s3:GetObjectTagging'],
    actions: ['s3:GetObjectVersionTagging'],
    parameter: VERSION,
    decidedBy: PERMISSIONS_PAGE,
    reason: 'names a version',
  },
  {
    events: ['s3:PutObjectTagging'],
    actions: ['s3:PutObjectVersionTagging'],
    parameter: VERSION,
    decidedBy: PERMISSIONS_PAGE,
    reason: 'names a version',
  },
  {
    events: ['s3:DeleteObjectTagging'],
    actions: ['s3:DeleteObjectVersionTagging'],
    parameter: VERSION,
    decidedBy: PERMISSIONS_PAGE,
    reason: 'names a version',
  },
  {
    events: ['s3:DeleteObject'],
    actions: ['s3:DeleteObjectVersion'],
    parameter: VERSION,
    decidedBy: PERMISSIONS_PAGE,
    reason: 'names a version',
  },
  {
    events: ['s3:GetObjectAttributes'],
    actions: ['s3:GetObjectVersionAttributes', 's3:GetObject'],
    parameter: VERSION,
    decidedBy: PERMISSIONS_PAGE,
    reason: 'names a version',
  },
  {
    events: ['s3:GetObjectAttributes'],
    actions: ['s3:GetObject'],
    reason: 'attributes are read together with the object permission',
  },
  {
    events: ['s3:DeleteObjects', 's3:DeleteMultipleObjects'],
    actions: ['s3:DeleteObjectVersion', 's3:GetObject'],
    reason: `CloudTrail does not list the keys, which may name versions; ${COMPARES}`,
  },
  {
    events: ['s3:CompleteMultipartUpload', 's3:DeleteObject', 's3:PutObject'],
    actions: ['s3:GetObject'],
    parameter: /^if-match$/i,
    reason: COMPARES,
  },
  {
    events: ['s3:CopyObject', 's3:UploadPartCopy'],
    actions: ['s3:GetObjectVersion'],
    value: { facet: 'copySource', is: /^version$/ },
    decidedBy: PERMISSIONS_PAGE,
    reason: 'the source names a version',
  },
  {
    events: WRITES_OBJECT,
    actions: ['s3:PutObjectAcl'],
    parameter: /^(x-amz-acl|x-amz-grant-|acl$|accessControl)/i,
    decidedBy: PERMISSIONS_PAGE,
    reason: 'an ACL comes along with the object',
  },
  {
    events: WRITES_OBJECT,
    actions: ['s3:PutObjectLegalHold', 's3:PutObjectRetention', 's3:PutObjectTagging'],
    reason:
      'tags, retention and legal hold may come along in headers, of which AWS does not say that CloudTrail records them',
  },
  {
    events: ['s3:PostObject'],
    actions: ['s3:PutObjectAcl', 's3:PutObjectTagging', 's3:PutObjectRetention', 's3:PutObjectLegalHold'],
    reason:
      'what comes along with the object stands in fields of the form, which CloudTrail does not record ("POST Object")',
  },
  {
    events: ['s3:DeleteObject', 's3:DeleteObjects', 's3:PutObjectRetention'],
    actions: ['s3:BypassGovernanceRetention'],
    parameter: /bypass-?governance/i,
    reason: 'asks to pass over a governance retention',
  },
  {
    events: ['s3:ListObjects', 's3:ListObjectsV2'],
    actions: ['s3:GetObjectAcl'],
    parameter: /^fetch-owner$/i,
    decidedBy: PERMISSIONS_PAGE,
    reason: 'asks for the owners of the objects',
  },
  {
    events: [
      's3:CreateAccessGrant',
      's3:CreateAccessGrantsInstance',
      's3:CreateAccessGrantsLocation',
      's3:CreateAccessPoint',
      's3:CreateStorageLensGroup',
    ],
    actions: ['s3:TagResource'],
    parameter: /tag/i,
    reason: 'tags come along with what is created',
  },
  {
    events: ['s3:CreateJob'],
    actions: ['s3:PutJobTagging'],
    parameter: /^tags/i,
    reason: 'a job may be created with tags',
  },
  {
    events: ['s3:CreateBucket'],
    actions: [
      's3:PutBucketAcl',
      's3:PutBucketObjectLockConfiguration',
      's3:PutBucketOwnershipControls',
      's3:PutBucketVersioning',
      's3:PutBucketTagging',
      's3:TagResource',
    ],
    reason: 'a bucket may be created with ACL, object lock, ownership and tags',
  },
  {
    events: ['sqs:StartMessageMoveTask', 'sqs:CancelMessageMoveTask', 'sqs:ListMessageMoveTasks'],
    actions: ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage', 'sqs:SendMessage'],
    reason: 'the move reads one queue and writes another on behalf of the caller',
  },
  {
    events: ['dynamodb:RestoreTableFromBackup', 'dynamodb:RestoreTableToPointInTime'],
    actions: DATA_OF_TABLE,
    reason: 'a restore writes the items on behalf of the caller',
  },
  {
    events: ['dynamodb:CreateTable', 'dynamodb:UpdateTable'],
    actions: [
      ...DATA_OF_TABLE,
      'dynamodb:AssociateTableReplica',
      'dynamodb:CreateTableReplica',
      'dynamodb:CreateTable',
      'dynamodb:CreateGlobalTableWitness',
      'dynamodb:DeleteGlobalTableWitness',
      'dynamodb:DeleteTableReplica',
    ],
    parameter: /replica|globalTable/i,
    reason: 'a replica is filled on behalf of the caller',
  },
  {
    events: ['dynamodb:CreateTable'],
    actions: ['dynamodb:PutResourcePolicy'],
    parameter: /^resourcePolicy$/i,
    reason: 'a table may be created with its policy',
  },
];

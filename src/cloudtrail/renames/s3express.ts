import type { RenameRow } from './rename-row.ts';

const SESSION = 'calls on the objects of a directory bucket are authorised by the session that CreateSession opened';
const BUCKET = 'the permission leaves Bucket out of its name, and removing is writing';

/** Calls of the zonal endpoint ("Authorizing Zonal endpoint API operations with CreateSession", Amazon S3 User Guide). */
const ZONAL = [
  'AbortMultipartUpload',
  'CompleteMultipartUpload',
  'CopyObject',
  'CreateMultipartUpload',
  'DeleteObject',
  'DeleteObjects',
  'GetObject',
  'GetObjectAttributes',
  'HeadBucket',
  'HeadObject',
  'InitiateMultipartUpload',
  'ListMultipartUploads',
  'ListObjects',
  'ListObjectsV2',
  'ListParts',
  'PutObject',
  'RenameObject',
  'UploadPart',
  'UploadPartCopy',
] as const;

/** S3 Express events named otherwise than the permission. */
export const S3_EXPRESS_RENAMES: readonly RenameRow[] = [
  ...ZONAL.map((name): RenameRow => [`s3express:${name}`, ['s3express:CreateSession'], SESSION]),
  ['s3express:ListDirectoryBuckets', ['s3express:ListAllMyDirectoryBuckets'], 'the permission names all buckets'],
  ['s3express:GetBucketEncryption', ['s3express:GetEncryptionConfiguration'], BUCKET],
  ['s3express:PutBucketEncryption', ['s3express:PutEncryptionConfiguration'], BUCKET],
  ['s3express:DeleteBucketEncryption', ['s3express:PutEncryptionConfiguration'], BUCKET],
  ['s3express:GetBucketInventoryConfiguration', ['s3express:GetInventoryConfiguration'], BUCKET],
  ['s3express:ListBucketInventoryConfigurations', ['s3express:GetInventoryConfiguration'], BUCKET],
  ['s3express:PutBucketInventoryConfiguration', ['s3express:PutInventoryConfiguration'], BUCKET],
  ['s3express:DeleteBucketInventoryConfiguration', ['s3express:PutInventoryConfiguration'], BUCKET],
  ['s3express:GetBucketLifecycleConfiguration', ['s3express:GetLifecycleConfiguration'], BUCKET],
  ['s3express:PutBucketLifecycleConfiguration', ['s3express:PutLifecycleConfiguration'], BUCKET],
  ['s3express:DeleteBucketLifecycle', ['s3express:PutLifecycleConfiguration'], BUCKET],
  ['s3express:GetBucketMetricsConfiguration', ['s3express:GetMetricsConfiguration'], BUCKET],
  ['s3express:ListBucketMetricsConfigurations', ['s3express:GetMetricsConfiguration'], BUCKET],
  ['s3express:PutBucketMetricsConfiguration', ['s3express:PutMetricsConfiguration'], BUCKET],
  ['s3express:DeleteBucketMetricsConfiguration', ['s3express:PutMetricsConfiguration'], BUCKET],
];

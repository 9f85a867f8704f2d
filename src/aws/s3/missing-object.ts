import { awsErrorName, missingPermission } from '../client/aws-error.ts';

/**
 * True where S3 says that there is no such object. To whoever may not list the bucket it says so by refusing `s3:ListBucket`, which it asks
 * for at no other time: granting it would change the words alone.
 */
export function isMissingObject(error: unknown): boolean {
  return awsErrorName(error) === 'NoSuchKey' || missingPermission(error)?.action === 's3:ListBucket';
}

import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { ReportStore } from '../../ports.ts';
import { toIncomplete } from '../client/aws-error.ts';
import { abortOptions } from '../client/call-api.ts';
import type { AwsSession } from '../client/session.ts';

/**
 * Keeps reports in a bucket below a prefix (without slash at its ends; may be empty). Encryption is the bucket's
 * default. The value is the report's `s3://` address.
 */
export function createS3ReportStore(session: AwsSession, bucket: string, prefix: string): ReportStore {
  return {
    place: prefix === '' ? `s3://${bucket}/` : `s3://${bucket}/${prefix}/`,
    async put(report) {
      const key = prefix === '' ? report.key : `${prefix}/${report.key}`;
      const address = `s3://${bucket}/${key}`;
      try {
        await session
          .client(S3Client)
          .send(
            new PutObjectCommand({ Bucket: bucket, Key: key, Body: report.body, ContentType: report.contentType }),
            abortOptions(session.signal),
          );
        return { value: address, incomplete: [] };
      } catch (error) {
        const resource = `arn:aws:s3:::${bucket}/${prefix === '' ? '' : `${prefix}/`}*`;
        const call = { action: 's3:PutObject', region: session.region, resource };
        return { value: undefined, incomplete: [toIncomplete(`report ${address}`, error, call)] };
      }
    },
  };
}

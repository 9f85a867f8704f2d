import type { JsonObject } from './json.ts';

/** `images--use1-az5--x-s3`; access points end in `--xa-s3` ("Directory bucket naming rules", Amazon S3 User Guide). */
const DIRECTORY_BUCKET = /--xa?-s3$/;

/**
 * The event source of a call of S3: that of S3 Express for directory buckets, whose object calls are authorised by the session
 * (`s3express:CreateSession`), whatever source the record bears.
 */
export function directoryBucketSource(eventSource: string, parameters: JsonObject | null | undefined): string {
  const bucket = parameters?.['bucketName'];
  if (!eventSource.startsWith('s3.') || typeof bucket !== 'string' || !DIRECTORY_BUCKET.test(bucket))
    return eventSource;
  return `s3express${eventSource.slice(2)}`;
}

/** Names of S3 buckets, as far as a pattern can tell ("General purpose bucket naming rules", Amazon S3 User Guide). */
export const BUCKET_NAME = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** The same in words. */
export const BUCKET_NAME_RULE = 'the name of a bucket has 3 to 63 lower-case letters, digits, dots and hyphens';

const S3_URI = /^s3:\/\/([^/]*)(?:\/(.*))?$/;

/**
 * Reads `s3://bucket/key`; the key is empty where nothing follows the bucket. `undefined` for anything else.
 *
 * @example
 * ```ts
 * parseS3Uri('s3://logs/AWSLogs/123456789012/'); // → { bucket: 'logs', key: 'AWSLogs/123456789012/' }
 * parseS3Uri('https://logs/'); // → undefined
 * ```
 */
export function parseS3Uri(text: string): { readonly bucket: string; readonly key: string } | undefined {
  const [, bucket = '', key = ''] = S3_URI.exec(text) ?? [];
  return BUCKET_NAME.test(bucket) ? { bucket, key } : undefined;
}

/** Whether a text may be meant as a path: `s3:/bucket` and other schemes are slips, not names of directories. */
export function isPath(text: string): boolean {
  return text.trim() !== '' && !/^[a-z][a-z0-9+.-]+:\//i.test(text) && !text.includes('://');
}

import { ok, problem, type Result } from './base/result.ts';

/** Where log files of trails are kept. */
export type TrailLocation =
  /** The prefix is that before `AWSLogs`, without slashes at its ends; it may be empty. The URI has nothing after it. */
  | { readonly kind: 's3'; readonly uri: string; readonly bucket: string; readonly prefix: string }
  | { readonly kind: 'directory'; readonly path: string };

const S3 = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/;

/**
 * Reads `s3://bucket/prefix` or a directory. Of a folder further down in a trail's files, it is the trail's place that is
 * read: what a trail recorded can be told of the whole of it only.
 */
export function parseTrailLocation(text: string): Result<TrailLocation> {
  const expected = 'expected s3://bucket/prefix, or a directory';
  if (!text.startsWith('s3://')) {
    return text.trim() === '' || text.includes('://') ? problem(expected) : ok({ kind: 'directory', path: text });
  }
  const [, bucket, prefix = ''] = S3.exec(text) ?? [];
  if (bucket === undefined) return problem(expected);
  const before = prefix
    .replace(/^\/+/, '')
    .replace(/(^|\/)AWSLogs(\/.*)?$/, '')
    .replace(/\/+$/, '');
  return ok({ kind: 's3', uri: `s3://${bucket}/${before}`, bucket, prefix: before });
}

import { ok, problem, type Result } from './base/result.ts';

/** Where log files of trails are kept. */
export type TrailLocation =
  /** The prefix is that before `AWSLogs`, without slashes at its ends; it may be empty. */
  | { readonly kind: 's3'; readonly uri: string; readonly bucket: string; readonly prefix: string }
  | { readonly kind: 'directory'; readonly path: string };

const S3 = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/;

/** Reads `s3://bucket/prefix` or a directory. */
export function parseTrailLocation(text: string): Result<TrailLocation> {
  const expected = 'expected s3://bucket/prefix, or a directory';
  if (!text.startsWith('s3://')) {
    return text.trim() === '' || text.includes('://') ? problem(expected) : ok({ kind: 'directory', path: text });
  }
  const [, bucket, prefix = ''] = S3.exec(text) ?? [];
  if (bucket === undefined) return problem(expected);
  return ok({ kind: 's3', uri: text, bucket, prefix: prefix.replace(/^\/+|\/+$/g, '').replace(/(^|\/)AWSLogs$/, '') });
}

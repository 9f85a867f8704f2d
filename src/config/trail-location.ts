import { ok, problem, type Result } from '../base/result.ts';
import { BUCKET_NAME_RULE, isPath, parseS3Uri } from '../base/s3-uri.ts';

/** Where log files of trails are kept. */
export type TrailLocation =
  /** The prefix is that before `AWSLogs`, without slashes at its ends; it may be empty. The URI has nothing after it. */
  | { readonly kind: 's3'; readonly uri: string; readonly bucket: string; readonly prefix: string }
  | { readonly kind: 'directory'; readonly path: string };

/**
 * Reads one place or several, each once: separated by commas or white space, or, so that a directory's name may hold these,
 * one a line, each line ended.
 */
export function parseTrailLocations(text: string): Result<readonly TrailLocation[]> {
  const parts = text.includes('\n') ? text.split('\n') : text.split(/[,\s]+/);
  const locations = new Map<string, TrailLocation>();
  for (const part of parts.filter((each) => each !== '')) {
    const parsed = parseTrailLocation(part);
    if (!parsed.ok) return parsed;
    locations.set(parsed.value.kind === 's3' ? parsed.value.uri : parsed.value.path, parsed.value);
  }
  return locations.size === 0 ? problem(EXPECTED) : ok([...locations.values()]);
}

const EXPECTED = 'expected s3://bucket/prefix, or a directory';

/**
 * Reads `s3://bucket/prefix` or a directory. Of a folder further down in a trail's files, it is the trail's place that is
 * read: what a trail recorded can be told of the whole of it only.
 */
export function parseTrailLocation(text: string): Result<TrailLocation> {
  if (!text.startsWith('s3://')) {
    return isPath(text) ? ok({ kind: 'directory', path: text }) : problem(EXPECTED);
  }
  const uri = parseS3Uri(text);
  if (uri === undefined) return problem(`${EXPECTED}; ${BUCKET_NAME_RULE}`);
  const { bucket } = uri;
  const prefix = uri.key
    .replace(/^\/+/, '')
    .replace(/(^|\/)AWSLogs(\/.*)?$/, '')
    .replace(/\/+$/, '');
  return ok({ kind: 's3', uri: `s3://${bucket}/${prefix}`, bucket, prefix });
}

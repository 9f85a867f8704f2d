import { ok, problem, type Result } from '../base/result.ts';

/** Where a ledger is kept. */
export type LedgerLocation =
  /** The prefix has no slash at its ends and may be empty. */
  | { readonly kind: 's3'; readonly bucket: string; readonly prefix: string }
  | { readonly kind: 'directory'; readonly path: string };

const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** Reads `s3://bucket/prefix`, a directory, or `none` (which is `undefined`). */
export function parseLedgerLocation(text: string): Result<LedgerLocation | undefined> {
  if (text === 'none') return ok(undefined);
  const expected = 'expected s3://bucket/prefix, a directory, or none';
  if (!text.startsWith('s3://')) {
    // Another scheme is a slip, not the name of a directory.
    return text.trim() === '' || text.includes('://') ? problem(expected) : ok({ kind: 'directory', path: text });
  }
  const [bucket = '', ...prefix] = text.slice('s3://'.length).split('/');
  if (!BUCKET.test(bucket)) return problem(expected);
  return ok({ kind: 's3', bucket, prefix: prefix.filter((part) => part !== '').join('/') });
}

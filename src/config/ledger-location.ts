import { ok, problem, type Result } from '../base/result.ts';
import { BUCKET_NAME_RULE, isPath, parseS3Uri } from '../base/s3-uri.ts';

/** Where a ledger is kept. */
export type LedgerLocation =
  /** The prefix has no slash at its ends and may be empty. */
  | { readonly kind: 's3'; readonly bucket: string; readonly prefix: string }
  | { readonly kind: 'directory'; readonly path: string };

/** What vouches for a ledger. */
export interface LedgerSigning {
  /** Of a KMS key of the kind HMAC_256. */
  readonly keyArn: string;
  /** Name of the SSM parameter that says how far the ledger has come. */
  readonly anchorParameter: string;
}

/** Reads `s3://bucket/prefix`, a directory, or `none` (which is `undefined`). */
export function parseLedgerLocation(text: string): Result<LedgerLocation | undefined> {
  if (text === 'none') return ok(undefined);
  const expected = 'expected s3://bucket/prefix, a directory, or none';
  if (!text.startsWith('s3://')) {
    return isPath(text) ? ok({ kind: 'directory', path: text }) : problem(expected);
  }
  const uri = parseS3Uri(text);
  if (uri === undefined) return problem(`${expected}; ${BUCKET_NAME_RULE}`);
  const parts = uri.key.split('/').filter((part) => part !== '');
  return ok({ kind: 's3', bucket: uri.bucket, prefix: parts.join('/') });
}

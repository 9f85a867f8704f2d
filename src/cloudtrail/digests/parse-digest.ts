import { ok, problem, type Result } from '../../base/result.ts';
import type { EpochMs, TimeRange } from '../../base/time.ts';
import { asArray, asObject, type JsonObject, textAt } from '../json.ts';

/** A log file as a digest names it. */
export interface DigestedFile {
  readonly bucket: string;
  readonly key: string;
  /** SHA-256 of its decompressed content, in lower-case hexadecimal digits. */
  readonly hash: string;
  /** From its oldest event to just after its newest; absent where the digest does not say. */
  readonly events?: TimeRange;
}

/** An hour of deliveries of one trail in one Region ("CloudTrail digest file structure"). */
export interface Digest {
  /** Where CloudTrail delivered it. */
  readonly bucket: string;
  readonly key: string;
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** As it is written: the signature is of the text. */
  readonly endTime: string;
  readonly keyFingerprint: string;
  /** Absent in a starting digest: validation was switched on, or logging begun. */
  readonly previous?: PreviousDigest;
  readonly files: readonly DigestedFile[];
}

/** What a digest says of the one before it. */
export interface PreviousDigest {
  readonly bucket: string;
  readonly key: string;
  /** SHA-256 of its decompressed content. */
  readonly hash: string;
  /** In hexadecimal digits. */
  readonly signature: string;
}

/** Reads the content of a digest file. */
export function parseDigest(text: string): Result<Digest> {
  try {
    return ok(digestIn(JSON.parse(text)));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return problem(`Cannot read digest: ${why}`);
  }
}

function digestIn(json: unknown): Digest {
  const fields = asObject(json);
  if (fields === undefined) throw new Error('expected a JSON object');
  const endTime = requireText(fields, 'digestEndTime');
  const previous = previousIn(fields);
  const files = fields['logFiles'];
  if (!Array.isArray(files)) throw new Error('expected "logFiles" to be a list');
  return {
    bucket: requireText(fields, 'digestS3Bucket'),
    key: requireText(fields, 'digestS3Object'),
    from: timeOf(requireText(fields, 'digestStartTime')),
    to: timeOf(endTime),
    endTime,
    keyFingerprint: requireText(fields, 'digestPublicKeyFingerprint'),
    ...(previous && { previous }),
    files: asArray(files).map(fileIn),
  };
}

/** All of it is null in a starting digest; a part of it is of no use. */
function previousIn(fields: JsonObject): PreviousDigest | undefined {
  const [bucket, key, hash, signature] = ['S3Bucket', 'S3Object', 'HashValue', 'Signature'].map((name) =>
    textAt(fields, `previousDigest${name}`),
  );
  if (bucket === undefined && key === undefined && hash === undefined && signature === undefined) return undefined;
  if (bucket === undefined || key === undefined || hash === undefined || signature === undefined) {
    throw new Error('expected all fields of the previous digest, or none');
  }
  requireSha256(fields, 'previousDigestHashAlgorithm');
  return { bucket, key, hash: hash.toLowerCase(), signature };
}

function fileIn(json: unknown): DigestedFile {
  const fields = asObject(json);
  if (fields === undefined) throw new Error('expected each of "logFiles" to be an object');
  requireSha256(fields, 'hashAlgorithm');
  const [oldest, newest] = ['oldestEventTime', 'newestEventTime'].map((name) => textAt(fields, name));
  return {
    bucket: requireText(fields, 's3Bucket'),
    key: requireText(fields, 's3Object'),
    hash: requireText(fields, 'hashValue').toLowerCase(),
    // Times are written to the second.
    ...(oldest !== undefined &&
      newest !== undefined && { events: { from: timeOf(oldest), to: timeOf(newest) + 1_000 } }),
  };
}

function requireText(fields: JsonObject, name: string): string {
  const text = textAt(fields, name);
  if (text === undefined) throw new Error(`"${name}" is missing`);
  return text;
}

function requireSha256(fields: JsonObject, name: string): void {
  const algorithm = textAt(fields, name);
  if (algorithm !== 'SHA-256') throw new Error(`expected "${name}" to be SHA-256, found ${algorithm ?? 'none'}`);
}

function timeOf(text: string): EpochMs {
  const at = Date.parse(text);
  if (!/^\d{4}-\d{2}-\d{2}T/.test(text) || Number.isNaN(at))
    throw new Error(`expected an ISO 8601 time, found "${text}"`);
  return at;
}

/**
 * The text that CloudTrail signs ("Custom implementations of CloudTrail log file integrity validation", data signing string).
 *
 * @param contentHash SHA-256 of the digest's decompressed content, in lower-case hexadecimal digits
 */
export function signedText({ endTime, bucket, key, previous }: Digest, contentHash: string): string {
  return [endTime, `${bucket}/${key}`, contentHash, previous?.signature ?? 'null'].join('\n');
}

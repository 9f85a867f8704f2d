import { hash } from 'node:crypto';
import { incompleteOf } from '../../../base/attempt.ts';
import type { IncompleteReason } from '../../../base/incomplete.ts';
import { type Digest, parseDigest, signedText } from '../../../cloudtrail/digests/parse-digest.ts';
import { decompress } from '../decompress.ts';
import type { DigestAccess, TrailFile } from '../trail-store.ts';
import { isSignedWith } from './verify-signature.ts';

/** Bytes of a digest's content: an hour of some 25,000 log files. */
const MOST_BYTES = 16 * 1024 * 1024;

/** The public keys of a Region, DER-encoded, by fingerprint. */
export type KeysByFingerprint = ReadonlyMap<string, Uint8Array>;

/** A digest as it is stored. */
export type LoadedDigest =
  | {
      readonly ok: true;
      readonly digest: Digest;
      /** SHA-256 of its content, in hexadecimal digits. */
      readonly hash: string;
    }
  | { readonly ok: false; readonly reason: IncompleteReason };

/**
 * Reads one digest file, and sees that it lies where CloudTrail put it, and that CloudTrail signed it where signatures are kept
 * beside digests: one that anybody may have written is not held in memory. Never rejects.
 *
 * @param keys absent where they could not be had
 */
export async function readDigest(
  access: DigestAccess,
  file: TrailFile,
  keys: KeysByFingerprint | undefined,
): Promise<LoadedDigest> {
  try {
    const { bytes, signature } = await access.read(file);
    const content = decompress(bytes, MOST_BYTES);
    if (!content.ok) return refused(content.problem);
    const digest = parseDigest(Buffer.from(content.bytes).toString('utf8'));
    if (!digest.ok) return refused(digest.problem);
    const { bucket, key } = digest.value;
    const isInPlace = access.nameOf(`s3://${bucket}/${key}`) === access.nameOf(file.address);
    if (!isInPlace) return refused(`CloudTrail delivered it to s3://${bucket}/${key}`);
    const own = hash('sha256', content.bytes, 'hex');
    if (access.signed && keys !== undefined) {
      const unsigned =
        signature === undefined ? 'its signature is gone' : whyUnsigned(digest.value, own, signature, keys);
      if (unsigned !== undefined) return refused(unsigned);
    }
    return { ok: true, digest: digest.value, hash: own };
  } catch (error) {
    const { why, missing } = incompleteOf(file.address, error);
    return { ok: false, reason: { why, ...(missing && { missing }) } };
  }
}

/** Why a signature is not CloudTrail's; `undefined` where it is. */
export function whyUnsigned(
  digest: Digest,
  contentHash: string,
  signature: string,
  keys: KeysByFingerprint,
): string | undefined {
  const key = keys.get(digest.keyFingerprint);
  if (key === undefined) return `CloudTrail has no key with the fingerprint ${digest.keyFingerprint}`;
  return isSignedWith(signedText(digest, contentHash), signature, key) ? undefined : 'CloudTrail did not sign it';
}

/** A digest that does not count. */
export function refused(why: string): { readonly ok: false; readonly reason: IncompleteReason } {
  return { ok: false, reason: { why } };
}

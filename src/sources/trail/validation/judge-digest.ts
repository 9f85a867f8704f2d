import type { IncompleteReason } from '../../../base/incomplete.ts';
import type { Digest } from '../../../cloudtrail/digests/parse-digest.ts';
import { type KeysByFingerprint, type LoadedDigest, refused, whyUnsigned } from './read-digest.ts';

/** What a digest is judged by. */
export interface DigestWitnesses {
  /** The keys of its Region; absent where they could not be had. */
  readonly keys?: KeysByFingerprint;
  /** The next digest of the chain, which counts and names this one. */
  readonly next?: Digest;
  /** True where signatures are kept beside digests: then they were checked when they were read. */
  readonly signed: boolean;
}

/** A digest that counts, or why it does not. */
export type JudgedDigest =
  | { readonly ok: true; readonly digest: Digest }
  | { readonly ok: false; readonly reason: IncompleteReason };

/**
 * Says whether a digest is what CloudTrail delivered: by its signature, which the next digest states too. Where no key or no
 * signature is to be had, a digest that the next one does not contradict counts.
 */
export function judgeDigest(loaded: LoadedDigest, { keys, next, signed }: DigestWitnesses): JudgedDigest {
  if (!loaded.ok) return loaded;
  const { digest, hash } = loaded;
  if ((keys !== undefined && signed) || next?.previous === undefined) return { ok: true, digest };
  if (keys === undefined) {
    return next.previous.hash === hash ? { ok: true, digest } : refused('it is not what the next digest names');
  }
  const unsigned = whyUnsigned(digest, hash, next.previous.signature, keys);
  return unsigned === undefined ? { ok: true, digest } : refused(unsigned);
}

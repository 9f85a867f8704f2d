import type { Incomplete } from '../../../base/incomplete.ts';
import type { TimeRange } from '../../../base/time.ts';

/** The public keys that CloudTrail signs digests with; each Region has its own. */
export interface DigestKeys {
  /** Those of a time, DER-encoded, by fingerprint. Rejects with the service's own error. */
  of(region: string, window: TimeRange): Promise<ReadonlyMap<string, Uint8Array>>;
  /** States what keys that could not be had lose, and what would mend it. */
  incompleteOf(what: string, region: string, error: unknown): Incomplete;
}

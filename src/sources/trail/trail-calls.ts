import type { Incomplete } from '../../base/incomplete.ts';
import type { StoredDigest, TrailFile } from './trail-store.ts';

/** The calls to Amazon S3 that the source `trail` needs, all to one bucket. */
export interface TrailCalls {
  readonly bucket: string;
  /** The objects below a prefix, in pages of at most 1,000. Throws the service's own error. */
  objects(prefix: string): AsyncIterable<readonly TrailFile[]>;
  /** The names of the folders right below a prefix, each with a slash at its end. Rejects with the service's own error. */
  folders(prefix: string): Promise<readonly string[]>;
  /** The bytes of a log file as it is stored. Rejects with `TrailFileError`. */
  read(file: TrailFile): Promise<Uint8Array>;
  /** A digest file as it is stored, with its signature. Rejects with `TrailFileError`. */
  readDigest(file: TrailFile): Promise<StoredDigest>;
  /** States what a listing that failed lost, and what would mend it. */
  incompleteOf(what: string, error: unknown): Incomplete;
}

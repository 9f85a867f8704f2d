import type { Incomplete } from '../../base/incomplete.ts';
import type { EpochMs, TimeRange } from '../../base/time.ts';
import type { DigestedFile } from '../../cloudtrail/digests/parse-digest.ts';

/** A log file that can be read. */
export interface TrailFile {
  /** As users know it: a path, or `s3://bucket/key`. */
  readonly address: string;
  /** Compressed size in bytes, as listed. */
  readonly size: number;
  /** What a digest says of it; absent where none names it, or none was asked. */
  readonly digested?: DigestedFile;
}

/** The log files found in one place: mostly those delivered in one Region on one day. */
export interface FileGroup {
  readonly region?: string;
  /** The deliveries listed; absent when the place is not ordered by day. */
  readonly delivered?: TimeRange;
  readonly files: readonly TrailFile[];
  /** True for aggregated events: they tell of use, and their absence of nothing. */
  readonly isOfSummaries?: true;
  /** Set when the place could not be listed in full: any file may be missing. */
  readonly incomplete?: Incomplete;
  /** Where the digests of the group's files are; absent where there can be none. */
  readonly digests?: GroupDigests;
}

/** The digests of a group's files. */
export interface GroupDigests {
  /** The folder that they lie in. */
  readonly place: string;
  /** Those that end on a day in UTC. Never rejects. */
  of(day: EpochMs): Promise<DigestListing>;
  /** Whether a file that a digest names is to be among the group's. */
  holds(file: DigestedFile): boolean;
}

/** Digest files found in one place. */
export interface DigestListing {
  readonly files: readonly TrailFile[];
  /** The names of all log files that are there; absent: those of the group. */
  readonly found?: ReadonlySet<string>;
  /** Set when the place could not be listed in full: any digest may be missing. */
  readonly incomplete?: Incomplete;
}

/** A digest file as it is stored. */
export interface StoredDigest {
  readonly bytes: Uint8Array;
  /** In hexadecimal digits; absent where nothing is kept beside the bytes. */
  readonly signature?: string;
}

/** How a store reads digests. */
export interface DigestAccess {
  /** True where each digest's signature is kept beside it. */
  readonly signed: boolean;
  /** What a file is known by, listed or named by a digest (`s3://bucket/key`). */
  nameOf(address: string): string;
  /** Throws `TrailFileError`. */
  read(file: TrailFile): Promise<StoredDigest>;
}

/** Which log files are asked for. */
export interface TrailQuery {
  /** Absent: every account's. */
  readonly accountId?: string;
  /** Absent: every Region's. */
  readonly regions?: readonly string[];
  /** When they were delivered; absent: at any time. */
  readonly delivered?: TimeRange;
}

/** Where the log files of trails are kept. */
export interface TrailStore {
  readonly address: string;
  /**
   * True where the whole of what CloudTrail delivered is kept, so that no file means no events. A directory may be a
   * copy of a part.
   */
  readonly whole: boolean;
  /** Slice by group, so that memory does not grow with the number of files; as far as possible, latest day first. */
  groups(query: TrailQuery): AsyncIterable<FileGroup>;
  /** Throws `TrailFileError`. */
  read(file: TrailFile): Promise<Uint8Array>;
  /** Absent where digests are of no use. */
  readonly digests?: DigestAccess;
}

/** A file that cannot be read; the message says why, and what would mend it. */
export class TrailFileError extends Error {
  override readonly name = 'TrailFileError';
}

import type { Incomplete } from '../../base/incomplete.ts';
import type { TimeRange } from '../../base/time.ts';

/** A log file that can be read. */
export interface TrailFile {
  /** As users know it: a path, or `s3://bucket/key`. */
  readonly address: string;
  /** Compressed size in bytes, as listed. */
  readonly size: number;
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
}

/** A file that cannot be read; the message says why, and what would mend it. */
export class TrailFileError extends Error {
  override readonly name = 'TrailFileError';
}

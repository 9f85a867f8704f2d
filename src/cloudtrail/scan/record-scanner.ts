import type { EpochMs } from '../../base/time.ts';
import type { RecordClass } from '../event-class.ts';
import type { RolePrincipal } from '../observation.ts';
import type { GroupingOptions } from './observation-groups.ts';
import type { PackedEvidence } from './packed-evidence.ts';

/** A record that could not be read. */
export interface UnreadableRecord {
  /** Absent when the record does not say. */
  readonly region?: string;
  /** Coverage is lowered for events of this class alone. */
  readonly eventClass: RecordClass;
  readonly why: string;
}

/** Result of scanning one file. */
export interface FileScan {
  readonly records: number;
  readonly unreadable: readonly UnreadableRecord[];
  /** Set if the file is no log file, or too much of it cannot be read: that it does not tell of something means nothing. */
  readonly problem?: string;
}

/** Scans the decompressed log files of a batch and gathers their evidence. */
export interface RecordScanner {
  /** @param deliveredAt when CloudTrail delivered the file, as its name states; absent: not known */
  scan(bytes: Uint8Array, deliveredAt?: EpochMs): FileScan;
  /** Evidence of the batch. The next `scan` begins a new batch. */
  take(): PackedEvidence;
}

export interface ScanOptions extends GroupingOptions {
  /** Roles whose calls are gathered, whatever the session; absent: all. Role assumptions and grant changes are gathered for all roles. */
  readonly wanted?: (principal: RolePrincipal) => boolean;
  /**
   * Most resources per batch, role and proof: a fast scanner stops reading them once there are more; 25 unless given. Loses
   * nothing if no more are kept later.
   */
  readonly samples?: number;
  /** Whether `ScannedEvidence.recorded` is told. */
  readonly tellsRecorded?: boolean;
  /** No event is later than this; absent: it may be of any time. */
  readonly latest?: EpochMs;
  /** Bytes of a file, or of a record, above which nothing is parsed by `JSON.parse`, which takes many times the memory; absent: no limit. */
  readonly mostParsed?: number;
}

import type { RecordClass } from '../event-class.ts';
import type { RolePrincipal } from '../observation.ts';
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
  /** Set if the file is no log file: nothing of it was counted. */
  readonly problem?: string;
}

/** Scans the decompressed log files of a batch and gathers their evidence. */
export interface RecordScanner {
  scan(bytes: Uint8Array): FileScan;
  /** Evidence of the batch. The next `scan` begins a new batch. */
  take(): PackedEvidence;
}

export interface ScanOptions {
  /** Roles whose calls are gathered; absent: all. Role assumptions and grant changes are gathered for all roles. */
  readonly wanted?: (principal: RolePrincipal) => boolean;
  /**
   * Most resources per batch, role and proof: a fast scanner stops reading them once there are more; 25 unless given. Loses
   * nothing if no more are kept later.
   */
  readonly samples?: number;
}

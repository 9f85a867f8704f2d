import type { ActionCatalog } from '../action-catalog.ts';
import type { RecordClass } from '../event-class.ts';
import type { RolePrincipal } from '../observation.ts';
import type { PackedEvidence } from './packed-evidence.ts';

/** A record that could not be read. */
export interface UnreadableRecord {
  /** Absent when the record does not say. */
  readonly region?: string;
  /** Only the events of this class may be more than were read. */
  readonly eventClass: RecordClass;
  readonly why: string;
}

/** What became of one file. */
export interface FileScan {
  readonly records: number;
  readonly unreadable: readonly UnreadableRecord[];
  /** Set when the file is no log file at all: nothing of it was counted. */
  readonly problem?: string;
}

/** Reads the decompressed log files of a batch, one after another, and gathers what they prove. */
export interface RecordScanner {
  scan(bytes: Uint8Array): FileScan;
  /** What the batch proved. The next scan begins a new batch. */
  take(): PackedEvidence;
}

export interface ScanOptions {
  readonly catalog: ActionCatalog;
  /** Whose calls are gathered; absent: those of every role. Roles assumed and grants changed are told of all. */
  readonly wanted?: (principal: RolePrincipal) => boolean;
  /**
   * A fast scan reads, batch by batch, the resources of each role and kind of use until there are more different ones than
   * these; 25 unless given. Where whoever gathers evidence keeps no more, nothing is lost.
   */
  readonly samples?: number;
}

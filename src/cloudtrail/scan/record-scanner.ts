import type { ActionCatalog } from '../action-catalog.ts';
import type { RecordClass } from '../event-class.ts';
import type { RolePrincipal } from '../observation.ts';
import type { ScannedEvidence } from './observation-groups.ts';

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
  take(): ScannedEvidence;
}

export interface ScanOptions {
  readonly catalog: ActionCatalog;
  /** Whose calls are gathered; absent: those of every role. Roles assumed and grants changed are told of all. */
  readonly wanted?: (principal: RolePrincipal) => boolean;
  /** Of how many records of a role, alike but for their resources, a fast scan reads these, batch by batch; 3 unless given. */
  readonly samples?: number;
}

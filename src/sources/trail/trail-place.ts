import type { RecordsRead } from '../../evidence/coverage.ts';
import type { TrailStore } from './trail-store.ts';

/** A place where trails deliver. */
export interface TrailPlace {
  readonly store: TrailStore;
  /**
   * The bucket, and the key prefix before `AWSLogs`: the settings of the trails that deliver there say what was
   * recorded. Absent: nobody knows, so that what is read proves use but never that something was not used.
   */
  readonly location?: RecordsRead['location'];
  /** Present where somebody said that log files of the account are there. */
  readonly given?: true;
}

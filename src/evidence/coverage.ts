import type { TimeRange } from '../base/time.ts';
import type { SourceName, TrailSourceName } from './source-name.ts';

/** What one source watched in one Region. */
export interface Coverage {
  readonly source: SourceName;
  readonly region: string;
  /** Disjoint, ascending: when management events were recorded *and* read. */
  readonly management: readonly TimeRange[];
  /** Event sources left out of the management events (`kms.amazonaws.com`, where a trail excludes them). */
  readonly excludedEventSources: readonly string[];
  /** Per data-event resource type (`AWS::S3::Object`): when every event of every resource was recorded and read. */
  readonly dataEvents: Readonly<Record<string, readonly TimeRange[]>>;
  /** The same of single roles, by `roleEventsKey`, perhaps without some event names; absent where no trail is set so. */
  readonly roleDataEvents?: Readonly<Record<string, readonly TimeRange[]>>;
}

/**
 * Where and when a source read all that trails had written. Whether a call would have been written is for the trails'
 * settings to say.
 */
export interface RecordsRead {
  readonly source: TrailSourceName;
  readonly region: string;
  /** When all management events were read; disjoint, ascending. */
  readonly read: readonly TimeRange[];
  /** When all data events were; absent where that is the same. */
  readonly dataRead?: readonly TimeRange[];
  /** The bucket, and the key prefix before `AWSLogs`. Absent where nobody can tell whose records they are (a directory). */
  readonly location?: { readonly bucket: string; readonly prefix: string };
}

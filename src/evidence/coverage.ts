import type { TimeRange } from '../base/time.ts';

/** The sources that can witness use. */
export type SourceName = 'lookup' | 'trail' | 'athena' | 'last-accessed';

/** What decides how a source's answers are taken. */
interface SourceTraits {
  /** It reads what trails wrote: the trails' settings say what of that counts as watched. */
  readonly readsTrails: boolean;
  /** Its events are single ones, so that they tell which task used what; a sum's sample tells of one task alone. */
  readonly singleEvents: boolean;
}

/** The sources, in the order in which they are named and asked. */
export const SOURCES = {
  lookup: { readsTrails: false, singleEvents: true },
  trail: { readsTrails: true, singleEvents: true },
  athena: { readsTrails: true, singleEvents: false },
  'last-accessed': { readsTrails: false, singleEvents: false },
} as const satisfies Readonly<Record<SourceName, SourceTraits>>;

/** The sources that read what trails wrote. */
export type TrailSourceName = {
  [Name in SourceName]: (typeof SOURCES)[Name]['readsTrails'] extends true ? Name : never;
}[SourceName];

/** The names of all sources, in their order. */
export const SOURCE_NAMES = Object.keys(SOURCES) as readonly SourceName[];

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

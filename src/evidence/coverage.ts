import type { TimeRange } from '../base/time.ts';

/** The sources that can witness use. */
export type SourceName = 'lookup' | 'trail' | 'athena' | 'last-accessed';

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

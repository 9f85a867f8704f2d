import type { EventNames } from './event-names.ts';
import type { FieldSelector } from './trail.ts';

/** Every event is either read-only or not; two trails that record one half each record all. */
export type Half = 'all' | 'readOnly' | 'writeOnly';

/** What the selectors of a trail let through. */
export interface RecordedEvents {
  /** Management events of all event sources but the excluded ones. */
  readonly management: readonly { readonly half: Half; readonly excludedEventSources: readonly string[] }[];
  /** Data events of every resource of a type. */
  readonly data: readonly RecordedDataEvents[];
  /** What is recorded in part only, and so says nothing of what is not seen. */
  readonly partial: readonly PartlyRecorded[];
}

/** Events that a selector lets through in part. */
export interface PartlyRecorded {
  /** `management`, or a data-event resource type. */
  readonly what: string;
  /** Half a sentence: `only some resources are selected`. */
  readonly why: string;
}

/** Data events of every resource of a type, as a selector lets them through. */
export interface RecordedDataEvents {
  readonly type: string;
  readonly half: Half;
  /** Filters on `userIdentity.arn`, which events must pass all; absent where there is none. */
  readonly sessions?: readonly FieldSelector[];
  /** Absent: of every name. */
  readonly names?: EventNames;
}

import type { Incomplete } from '../../base/incomplete.ts';
import type { EpochMs, TimeRange } from '../../base/time.ts';

/** An event as `LookupEvents` lists it; what the service left out is absent. */
export interface ListedEvent {
  readonly id?: string;
  readonly at?: EpochMs;
  /** The CloudTrail record, as JSON text. */
  readonly record?: string;
}

/** The calls to AWS CloudTrail that the source `lookup` needs. */
export interface LookupCalls {
  /** All events of a Region's event history in a time range, page by page, newest first. Throws the service's own error. */
  events(region: string, range: TimeRange): AsyncIterable<readonly ListedEvent[]>;
  /** States what a failed call lost, and what would mend it. */
  incompleteOf(what: string, error: unknown, region: string): Incomplete;
}

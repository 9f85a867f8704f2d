import type { EpochMs, TimeRange } from '../../base/time.ts';

/** A trail as its settings stand now ("DescribeTrails", "GetTrailStatus", "GetEventSelectors"). */
export interface Trail {
  readonly arn: string;
  readonly name: string;
  readonly homeRegion: string;
  readonly bucket: string;
  /** The key prefix before `AWSLogs`, without slashes at its ends; empty when there is none. */
  readonly prefix: string;
  /** False: the events of IAM, STS and other global services are left out. */
  readonly globalServiceEvents: boolean;
  readonly selectors: TrailSelectors;
  /** One for each Region that it records. */
  readonly statuses: readonly TrailStatus[];
}

/** Where a trail delivers, and whether what it delivers can be checked ("DescribeTrails", "GetTrailStatus"). */
export interface TrailDelivery extends Pick<Trail, 'arn' | 'name' | 'homeRegion' | 'bucket' | 'prefix' | 'statuses'> {
  /** Its files lie below the organization's id. */
  readonly ofOrganization: boolean;
  /** The KMS key that encrypts its log files; absent where none of the customer's does. */
  readonly keyArn?: string;
  /** "Log file validation": CloudTrail delivers signed digests beside the log files. */
  readonly logFileValidation: boolean;
}

/** What a trail does in one Region; of a multi-Region trail each Region has a status of its own. */
export interface TrailStatus {
  readonly region: string;
  readonly logging: boolean;
  /** When it was last started and stopped. */
  readonly startedAt?: EpochMs;
  readonly stoppedAt?: EpochMs;
  /** Why the last delivery of log files failed (an error of S3); absent when it did not. */
  readonly deliveryError?: string;
  readonly lastDeliveryAt?: EpochMs;
  /** Why the last delivery of a digest failed; absent when it did not. */
  readonly digestError?: string;
  /** Absent where no digest was ever delivered. */
  readonly lastDigestAt?: EpochMs;
}

/** A trail has selectors of one kind. */
export type TrailSelectors =
  | { readonly kind: 'basic'; readonly selectors: readonly BasicSelector[] }
  | { readonly kind: 'advanced'; readonly selectors: readonly AdvancedSelector[] };

/** "EventSelector" of the CloudTrail API Reference. */
export interface BasicSelector {
  readonly readWriteType: 'All' | 'ReadOnly' | 'WriteOnly';
  readonly managementEvents: boolean;
  readonly excludedEventSources: readonly string[];
  readonly dataResources: readonly { readonly type: string; readonly values: readonly string[] }[];
}

/** "AdvancedEventSelector": an event must match every field. */
export interface AdvancedSelector {
  readonly fields: readonly FieldSelector[];
}

export const FIELD_OPERATORS = [
  'equals',
  'notEquals',
  'startsWith',
  'notStartsWith',
  'endsWith',
  'notEndsWith',
] as const;
export type FieldOperator = (typeof FIELD_OPERATORS)[number];

/** "AdvancedFieldSelector": a field and the values it must, or must not, have. Absent operators do not restrict. */
export type FieldSelector = { readonly field: string } & {
  readonly [O in FieldOperator]?: readonly string[];
};

/** A call that changed what a trail records, or whether it does. */
export interface TrailChange {
  readonly at: EpochMs;
  readonly eventName: string;
  /** Name or ARN, as the call gave it; absent when the event does not say, and then it may be any trail. */
  readonly trail?: string;
}

/** Selectors that a trail had before, and when: the period ends at the moment at which they were changed. */
export interface EarlierSettings {
  readonly selectors: TrailSelectors;
  readonly period: TimeRange;
}

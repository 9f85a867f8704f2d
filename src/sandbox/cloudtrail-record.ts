import type { JsonObject } from './wire/json.ts';

/** A CloudTrail record ("CloudTrail record contents", AWS CloudTrail user guide): the members that the sandbox writes. */
export interface CloudTrailRecord extends JsonObject {
  readonly eventVersion: string;
  readonly userIdentity: JsonObject;
  /** ISO 8601, to the second. */
  readonly eventTime: string;
  readonly eventSource: string;
  readonly eventName: string;
  readonly awsRegion: string;
  readonly eventID: string;
  readonly readOnly: boolean;
  readonly managementEvent: boolean;
}

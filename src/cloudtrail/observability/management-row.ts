/**
 * One fact: a service whose API calls CloudTrail records as management events (its "Logging … API calls with AWS
 * CloudTrail" page). Excepted are the actions of which that is not established; they stay unknown.
 */
export interface ManagementRow {
  readonly service: string;
  /** Set where only these are established, and nothing else of the service. */
  readonly only?: readonly string[];
  /** Newer or odder ones that AWS does not report as seen in management events (data events among them). */
  readonly unconfirmed?: readonly string[];
  /** Permissions behind no API operation of their own: no event bears their name. */
  readonly noOperation?: readonly string[];
  /** Also checked beside other calls, which log their own name only. */
  readonly checkedBeside?: readonly string[];
}

/** Splits a list of names written as running text. */
export function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

import { ok, problem, type Result } from '../base/result.ts';
import type { EpochMs } from '../base/time.ts';
import { asArray, asObject, asText, type JsonObject, textAt } from './json.ts';

/** One resource that a record names in its `resources` list. */
export interface RecordResource {
  readonly type?: string;
  readonly arn?: string;
}

/**
 * The fields of a CloudTrail record that evidence rests on ("CloudTrail record contents for management, data, and
 * network activity events"). Records of any version; what a record lacks is absent here.
 */
export interface CloudTrailRecord {
  /** Empty when the record has none (version 1.00 and older). */
  readonly eventId: string;
  readonly at: EpochMs;
  readonly eventSource: string;
  readonly eventName: string;
  readonly region: string;
  /** `AwsApiCall`, `AwsServiceEvent`, `AwsConsoleSignIn`, … */
  readonly eventType?: string;
  /** `Management`, `Data`, `NetworkActivity`, `Insight`, `Aggregated`. */
  readonly eventCategory?: string;
  readonly errorCode?: string;
  readonly errorMessage?: string;
  readonly recipientAccountId?: string;
  readonly userIdentity: JsonObject;
  /** `null` when the record says that there are none; left out when it does not say. */
  readonly requestParameters?: JsonObject | null;
  readonly responseElements?: JsonObject;
  /** What a service says of an event that it reports itself. */
  readonly serviceEventDetails?: JsonObject;
  readonly resources: readonly RecordResource[];
}

/**
 * Reads one CloudTrail record. Fails only for what makes a record useless as evidence: no event source, no event name,
 * or no time that can be read. Everything else is taken as it comes.
 * @param latest records of a later time have none that can be read; absent: any time is taken
 */
export function parseRecord(json: unknown, latest?: EpochMs): Result<CloudTrailRecord> {
  const raw = asObject(json);
  if (raw === undefined) return problem(`Cannot read CloudTrail record: expected an object, found ${kindOf(json)}`);
  const eventSource = asText(raw['eventSource']);
  const eventName = asText(raw['eventName']);
  if (eventSource === undefined || eventName === undefined) {
    return problem(lacking(raw, eventSource === undefined ? 'eventSource' : 'eventName'));
  }
  const at = eventTimeOf(raw['eventTime'], latest);
  if (at === undefined) {
    return problem(
      `${lacking(raw, 'eventTime')}: found ${JSON.stringify(raw['eventTime'])?.slice(0, 80)}, expected ISO 8601 as in 2026-09-20T10:00:00Z, since 2013 and not to come`,
    );
  }
  return ok({
    eventId: asText(raw['eventID']) ?? '',
    at,
    eventSource: eventSource.toLowerCase(),
    eventName,
    region: asText(raw['awsRegion']) ?? 'us-east-1',
    ...optionalText(raw, 'eventType'),
    ...optionalText(raw, 'eventCategory'),
    ...optionalText(raw, 'errorCode'),
    ...optionalText(raw, 'errorMessage'),
    ...optionalText(raw, 'recipientAccountId'),
    userIdentity: objectOf(raw['userIdentity']) ?? {},
    ...parametersOf(raw['requestParameters']),
    ...responseOf(raw['responseElements']),
    ...detailsOf(raw['serviceEventDetails']),
    resources: recordResources(raw['resources']),
  });
}

function lacking(raw: JsonObject, field: string): string {
  const id = asText(raw['eventID']);
  return `Cannot read CloudTrail record${id === undefined ? '' : ` "${id}"`}: no usable ${field}`;
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'an array' : typeof value;
}

const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:?\d{2})$/;

/** CloudTrail has existed since November 2013. */
const EARLIEST: EpochMs = Date.UTC(2013, 0, 1);
/** The last moment that `Date` can write. */
const LAST: EpochMs = 8_640_000_000_000_000;

/**
 * Milliseconds; fractions and offsets are accepted, and seconds since 1970 as numbers, as some exports write them. Undefined for
 * what is no time, or one at which CloudTrail cannot have seen anything.
 */
export function eventTimeOf(value: unknown, latest = LAST): EpochMs | undefined {
  const at = timeOf(value);
  return EARLIEST <= at && at <= Math.min(latest, LAST) ? at : undefined;
}

/** NaN for what is no time. */
function timeOf(value: unknown): number {
  if (typeof value === 'number') return Math.trunc(value < 100_000_000_000 ? value * 1000 : value);
  return typeof value === 'string' && ISO.test(value) ? Date.parse(value) : Number.NaN;
}

type TextField = 'eventType' | 'eventCategory' | 'errorCode' | 'errorMessage' | 'recipientAccountId';

function optionalText<K extends TextField>(raw: JsonObject, key: K): { readonly [P in K]?: string } {
  const text = textAt(raw, key);
  return text === undefined ? {} : ({ [key]: text } as { readonly [P in K]?: string });
}

function parametersOf(value: unknown): { readonly requestParameters?: JsonObject | null } {
  if (value === undefined) return {};
  return { requestParameters: objectOf(value) ?? null };
}

function responseOf(value: unknown): { readonly responseElements?: JsonObject } {
  const response = objectOf(value);
  return response === undefined ? {} : { responseElements: response };
}

function detailsOf(value: unknown): { readonly serviceEventDetails?: JsonObject } {
  const details = objectOf(value);
  return details === undefined ? {} : { serviceEventDetails: details };
}

/** An object, also as a string of JSON, which is how some exports (Athena, log pipelines) hand nested fields on. */
function objectOf(value: unknown): JsonObject | undefined {
  return typeof value === 'string' ? parsedObject(value) : asObject(value);
}

function parsedObject(text: string): JsonObject | undefined {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** What a record's `resources` list names. */
export function recordResources(value: unknown): readonly RecordResource[] {
  return asArray(value).flatMap(resourceOf);
}

function resourceOf(value: unknown): readonly RecordResource[] {
  const raw = asObject(value);
  const type = textAt(raw, 'type') ?? textAt(raw, 'resourceType');
  const arn = textAt(raw, 'ARN') ?? textAt(raw, 'arn');
  if (type === undefined && arn === undefined) return [];
  return [{ ...(type === undefined ? {} : { type }), ...(arn === undefined ? {} : { arn }) }];
}

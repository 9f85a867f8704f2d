import { nameAtEnd } from '../../base/name-at-end.ts';
import { DAY_MS } from '../../base/time.ts';
import type { CloudTrailRecord } from '../cloudtrail-record.ts';
import type { Call } from '../service.ts';
import { AwsError } from '../wire/aws-error.ts';
import type { Fields } from '../wire/fields.ts';
import { isJsonObject, type JsonObject } from '../wire/json.ts';
import { pageOf } from '../wire/page.ts';

const HISTORY_DAYS = 90;
const LARGEST_PAGE = 50;

/** LookupEvents: one Region's management events of the last 90 days, newest first, at most 50 a page. */
export function lookupEvents(fields: Fields, call: Call): JsonObject {
  const from = (fields.number('StartTime') ?? 0) * 1000;
  const to = (fields.number('EndTime') ?? call.now / 1000 + 1) * 1000;
  if (from > to) {
    throw new AwsError('InvalidTimeRangeException', 'The start time specified is after the end time.');
  }
  const size = fields.number('MaxResults') ?? LARGEST_PAGE;
  if (size < 1 || size > LARGEST_PAGE) {
    throw new AwsError(
      'InvalidMaxResultsException',
      `A maximum of ${LARGEST_PAGE} results can be returned, not ${size}.`,
    );
  }
  const wanted = attributeFilter(fields);
  const found = call.account.events
    .filter((record) => record.awsRegion === call.region && wanted(record))
    .map((record) => ({ record, at: Date.parse(record.eventTime) }))
    .filter(({ at }) => at >= Math.max(from, call.now - HISTORY_DAYS * DAY_MS) && at <= to)
    .toSorted((a, b) => b.at - a.at);
  const page = pageOf(found, {
    // "A request with a token must use the same parameters" (LookupEvents API reference).
    list: `${call.region} ${JSON.stringify(fields.all['LookupAttributes'] ?? [])} ${from} ${fields.number('EndTime') ?? ''}`,
    token: fields.text('NextToken'),
    size,
    invalidToken: () => new AwsError('InvalidNextTokenException', 'Invalid NextToken'),
  });
  return {
    Events: page.items.map(({ record, at }) => eventShape(record, at)),
    ...(page.next === undefined ? {} : { NextToken: page.next }),
  };
}

function attributeFilter(fields: Fields): (record: CloudTrailRecord) => boolean {
  const attributes = fields.objects('LookupAttributes');
  const [attribute] = attributes;
  if (attribute === undefined) return () => true;
  const { AttributeKey: key, AttributeValue: value } = attribute;
  if (attributes.length > 1) {
    throw new AwsError('InvalidLookupAttributesException', 'Only one lookup attribute can be specified.');
  }
  switch (key) {
    case 'EventId':
      return (record) => record.eventID === value;
    case 'EventName':
      return (record) => record.eventName === value;
    case 'EventSource':
      return (record) => record.eventSource === value;
    case 'ReadOnly':
      return (record) => String(record.readOnly) === value;
    case 'Username':
      return (record) => userName(record) === value;
    case 'AccessKeyId':
      return (record) => record.userIdentity['accessKeyId'] === value;
    case 'ResourceName':
      return (record) => resourcesOf(record).some((resource) => resource['ResourceName'] === value);
    case 'ResourceType':
      return (record) => resourcesOf(record).some((resource) => resource['ResourceType'] === value);
    default:
      throw new AwsError('InvalidLookupAttributesException', `Cannot look up by "${String(key)}".`);
  }
}

function eventShape(record: CloudTrailRecord, at: number): JsonObject {
  return {
    EventId: record.eventID,
    EventName: record.eventName,
    ReadOnly: String(record.readOnly),
    AccessKeyId: record.userIdentity['accessKeyId'],
    EventTime: at / 1000,
    EventSource: record.eventSource,
    Username: userName(record),
    Resources: resourcesOf(record),
    CloudTrailEvent: JSON.stringify(record),
  };
}

/** CloudTrail gives the session name of assumed roles, not the role's. */
function userName(record: CloudTrailRecord): string | undefined {
  const { userName: name, arn } = record.userIdentity;
  if (typeof name === 'string') return name;
  return typeof arn === 'string' ? nameAtEnd(arn) : undefined;
}

function resourcesOf(record: CloudTrailRecord): readonly JsonObject[] {
  const resources = record['resources'];
  if (!Array.isArray(resources)) return [];
  return resources
    .filter(isJsonObject)
    .map((resource) => ({ ResourceType: resource['type'], ResourceName: resource['ARN'] }));
}

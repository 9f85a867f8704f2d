import type {
  AdvancedEventSelector,
  EventSelector,
  GetEventSelectorsResponse,
  GetTrailStatusResponse,
  Trail,
} from '@aws-sdk/client-cloudtrail';
import { defined } from '../../base/defined.ts';
import type {
  AdvancedSelector,
  BasicSelector,
  TrailDelivery,
  TrailSelectors,
  TrailStatus,
} from '../../cloudtrail/trail-settings/trail.ts';
import { MalformedAnswer } from '../client/aws-error.ts';
import { requireField } from '../client/call-api.ts';

/** Reads the answer of GetEventSelectors. A trail without either kind records nothing. */
export function toSelectors(answer: GetEventSelectorsResponse): TrailSelectors {
  const { AdvancedEventSelectors: advanced, EventSelectors: basic } = answer;
  if (advanced === undefined && basic === undefined) {
    throw new MalformedAnswer('neither "EventSelectors" nor "AdvancedEventSelectors" is there');
  }
  if (advanced !== undefined && advanced.length > 0) return { kind: 'advanced', selectors: advanced.map(toAdvanced) };
  return { kind: 'basic', selectors: (basic ?? []).map(toBasic) };
}

function toBasic(selector: EventSelector): BasicSelector {
  return {
    readWriteType: requireField(selector.ReadWriteType, 'ReadWriteType'),
    managementEvents: requireField(selector.IncludeManagementEvents, 'IncludeManagementEvents'),
    excludedEventSources: selector.ExcludeManagementEventSources ?? [],
    dataResources: (selector.DataResources ?? []).map((resource) => ({
      type: requireField(resource.Type, 'DataResource Type'),
      values: resource.Values ?? [],
    })),
  };
}

function toAdvanced(selector: AdvancedEventSelector): AdvancedSelector {
  return {
    fields: requireField(selector.FieldSelectors, 'FieldSelectors').map((field) => ({
      field: requireField(field.Field, 'Field'),
      ...defined({
        equals: field.Equals,
        notEquals: field.NotEquals,
        startsWith: field.StartsWith,
        notStartsWith: field.NotStartsWith,
        endsWith: field.EndsWith,
        notEndsWith: field.NotEndsWith,
      }),
    })),
  };
}

/** Reads where a trail delivers, and whether its files can be checked, from an answer of DescribeTrails. */
export function toDelivery(description: Trail): Omit<TrailDelivery, 'statuses'> {
  return {
    arn: requireField(description.TrailARN, 'TrailARN'),
    name: requireField(description.Name, 'Name'),
    homeRegion: requireField(description.HomeRegion, 'HomeRegion'),
    bucket: requireField(description.S3BucketName, 'S3BucketName'),
    prefix: (description.S3KeyPrefix ?? '').replace(/^\/+|\/+$/g, ''),
    ofOrganization: description.IsOrganizationTrail === true,
    logFileValidation: description.LogFileValidationEnabled === true,
    ...defined({ keyArn: description.KmsKeyId }),
  };
}

/** Reads the answer of GetTrailStatus of one Region. */
export function toStatus(region: string, answer: GetTrailStatusResponse): TrailStatus {
  const error = answer.LatestDeliveryError;
  const digestError = answer.LatestDigestDeliveryError;
  return {
    region,
    logging: requireField(answer.IsLogging, 'IsLogging'),
    ...defined({
      startedAt: answer.StartLoggingTime?.getTime(),
      stoppedAt: answer.StopLoggingTime?.getTime(),
      deliveryError: error === '' ? undefined : error,
      lastDeliveryAt: answer.LatestDeliveryTime?.getTime(),
      digestError: digestError === '' ? undefined : digestError,
      lastDigestAt: answer.LatestDigestDeliveryTime?.getTime(),
    }),
  };
}

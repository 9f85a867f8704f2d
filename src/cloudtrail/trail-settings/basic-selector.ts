import type { Half, PartlyRecorded, RecordedEvents } from './recorded-events.ts';
import type { BasicSelector } from './trail.ts';

const HALVES = { All: 'all', ReadOnly: 'readOnly', WriteOnly: 'writeOnly' } as const satisfies Record<string, Half>;

/**
 * The values that stand for every resource, also of other accounts ("DataResource" of the CloudTrail API Reference): the
 * ARN as far as the service. `arn:aws:s3:::` is how S3's was written before.
 */
const EVERY_RESOURCE: Readonly<Record<string, RegExp>> = {
  'AWS::S3::Object': /^arn:aws[a-z-]*:s3(:::)?$/,
  'AWS::Lambda::Function': /^arn:aws[a-z-]*:lambda$/,
  'AWS::DynamoDB::Table': /^arn:aws[a-z-]*:dynamodb$/,
};

/** What a basic event selector records. */
export function recordedByBasic(selector: BasicSelector): RecordedEvents {
  const half = HALVES[selector.readWriteType];
  const complete = selector.dataResources.filter(selectsAll);
  const partial = selector.dataResources.filter((resource) => !selectsAll(resource));
  return {
    management: selector.managementEvents ? [{ half, excludedEventSources: selector.excludedEventSources }] : [],
    data: complete.map(({ type }) => ({ type, half })),
    partial: partial.map(({ type }): PartlyRecorded => ({ what: type, why: 'only some resources are selected' })),
  };
}

function selectsAll({ type, values }: BasicSelector['dataResources'][number]): boolean {
  const every = EVERY_RESOURCE[type];
  return every !== undefined && values.some((value) => every.test(value));
}

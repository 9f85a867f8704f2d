/** How many calls CloudWatch counts in a month, of every caller: no fewer than an evidence trail would record. */
export type CallVolume =
  | { readonly kind: 'counted'; readonly perMonth: number }
  /** `why` is half a sentence: `S3 counts requests …`. */
  | { readonly kind: 'unknown'; readonly why: string };

/** By data-event resource type, over all Regions. */
export type CallVolumes = ReadonlyMap<string, CallVolume>;

/** One of the metrics whose sums come to the calls of a type, with the dimensions by which its series are told apart. */
export interface CallMetric {
  readonly namespace: string;
  readonly name: string;
  /** `any`: all series count, so that the same call may count several times. */
  readonly dimensions: readonly string[] | 'any';
  readonly statistic: 'Sum' | 'SampleCount';
  /** Only series with these values. */
  readonly only?: Readonly<Record<string, string>>;
  /** A metric that there always is: only where each value of a dimension that it names is counted are all calls. */
  readonly ofEach?: { readonly name: string; readonly dimension: string };
}

function metrics(
  namespace: string,
  dimensions: readonly string[],
  statistic: CallMetric['statistic'],
  ...names: readonly string[]
): readonly CallMetric[] {
  return names.map((name) => ({ namespace, name, dimensions, statistic }));
}

/**
 * The metrics that count calls, free of charge ("Metrics and dimensions" of each service's guide). A call handles at least one message, so
 * that counts of messages are no lower than those of calls.
 */
export const CALL_METRICS: Readonly<Record<string, readonly CallMetric[]>> = {
  'AWS::DynamoDB::Table': [
    ...metrics('AWS/DynamoDB', ['TableName', 'Operation'], 'SampleCount', 'SuccessfulRequestLatency'),
    ...metrics('AWS/DynamoDB', ['TableName', 'Operation'], 'Sum', 'SystemErrors', 'ThrottledRequests'),
    ...metrics('AWS/DynamoDB', [], 'Sum', 'UserErrors'),
  ],
  // Request metrics are paid for, bucket by bucket; the console names a filter of the whole bucket so ("Metrics and dimensions", Amazon S3 User Guide).
  'AWS::S3::Object': [
    {
      ...{ namespace: 'AWS/S3', name: 'AllRequests', dimensions: ['BucketName', 'FilterId'], statistic: 'Sum' },
      only: { FilterId: 'EntireBucket' },
      ofEach: { name: 'NumberOfObjects', dimension: 'BucketName' },
    },
  ],
  'AWS::SQS::Queue': metrics(
    'AWS/SQS',
    ['QueueName'],
    'Sum',
    'NumberOfMessagesSent',
    'NumberOfMessagesReceived',
    'NumberOfMessagesDeleted',
    'NumberOfEmptyReceives',
  ),
  'AWS::SNS::PlatformEndpoint': [
    { namespace: 'AWS/SNS', name: 'NumberOfMessagesPublished', dimensions: 'any', statistic: 'Sum' },
  ],
  'AWS::SNS::Topic': metrics('AWS/SNS', ['TopicName'], 'Sum', 'NumberOfMessagesPublished'),
  'AWS::Kinesis::Stream': metrics(
    'AWS/Kinesis',
    ['StreamName'],
    'SampleCount',
    'GetRecords.Success',
    'PutRecord.Success',
    'PutRecords.Success',
  ),
  'AWS::Lambda::Function': metrics('AWS/Lambda', ['FunctionName'], 'Sum', 'Invocations', 'Throttles'),
  'AWS::KinesisFirehose::DeliveryStream': metrics(
    'AWS/Firehose',
    ['DeliveryStreamName'],
    'Sum',
    'PutRecord.Requests',
    'PutRecordBatch.Requests',
  ),
  'AWS::CloudWatch::Metric': [
    {
      ...{ namespace: 'AWS/Usage', name: 'CallCount', statistic: 'Sum' },
      dimensions: ['Type', 'Resource', 'Service', 'Class'],
      only: { Service: 'CloudWatch', Type: 'API' },
    },
  ],
};

/** Types whose calls are counted only where somebody pays for it. */
const UNCOUNTED: Readonly<Record<string, string>> = {
  'AWS::S3::Object': 'S3 counts requests of buckets with request metrics of the whole bucket alone',
};

/** Half a sentence. */
export function whyUncounted(type: string): string {
  return UNCOUNTED[type] ?? 'CloudWatch has no count of all such calls';
}

/** "AWS CloudTrail pricing": US dollars for each data event that a trail delivers. */
export const USD_PER_DATA_EVENT = 0.1 / 100_000;

/** The upper bound of what so many events cost, in US dollars. */
export function usdOf(events: number): number {
  return events * USD_PER_DATA_EVENT;
}

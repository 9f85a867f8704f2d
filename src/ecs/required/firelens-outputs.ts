import type { Action } from '../../iam/action.ts';

/** What one output plug-in of FireLens needs. */
export interface FirelensOutput {
  /** IAM service prefix of the destination. */
  readonly service: string;
  readonly actions: readonly Action[];
  /** Needed or not by settings that are not read, or by the state of the destination. */
  readonly possible: readonly Action[];
  /** The first of these options that is set names the destination… */
  readonly destination: readonly string[];
  /** …which makes this resource part of an ARN; `*` stands for a name that is not stated. */
  readonly resource: (name: string) => string;
  /** True where the ARN carries neither Region nor account. */
  readonly global?: boolean;
  /** Needs AWS permissions only where this option is on. */
  readonly onlyWith?: string;
}

const cloudWatchLogs: FirelensOutput = {
  service: 'logs',
  actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
  possible: ['logs:CreateLogGroup', 'logs:DescribeLogStreams', 'logs:DescribeLogGroups', 'logs:PutRetentionPolicy'],
  destination: ['log_group_name', 'log_group'],
  resource: (name) => `log-group:${name}:*`,
};

const firehose: FirelensOutput = {
  service: 'firehose',
  actions: ['firehose:PutRecordBatch'],
  possible: ['firehose:PutRecord'],
  destination: ['delivery_stream', 'delivery_stream_name'],
  resource: (name) => `deliverystream/${name}`,
};

const kinesis: FirelensOutput = {
  service: 'kinesis',
  actions: ['kinesis:PutRecords'],
  possible: ['kinesis:PutRecord', 'kinesis:DescribeStream', 'kinesis:DescribeStreamSummary'],
  destination: ['stream', 'stream_name'],
  resource: (name) => `stream/${name}`,
};

const s3: FirelensOutput = {
  service: 's3',
  actions: ['s3:PutObject'],
  possible: ['s3:AbortMultipartUpload', 's3:ListBucket', 's3:GetObject', 's3:GetBucketLocation'],
  destination: ['bucket', 's3_bucket'],
  resource: (name) => `${name}/*`,
  global: true,
};

const openSearch: FirelensOutput = {
  service: 'es',
  actions: ['es:ESHttpPost'],
  possible: ['es:ESHttpPut', 'es:ESHttpGet', 'es:ESHttpHead', 'aoss:APIAccessAll'],
  destination: [],
  resource: () => '*',
  onlyWith: 'aws_auth',
};

/** OpenSearch outputs with `aws_service_name` `aoss`. */
export const openSearchServerless: FirelensOutput = {
  service: 'aoss',
  actions: ['aoss:APIAccessAll'],
  possible: [],
  destination: [],
  resource: () => 'collection/*',
  onlyWith: 'aws_auth',
};

const prometheus: FirelensOutput = {
  service: 'aps',
  actions: ['aps:RemoteWrite'],
  possible: [],
  destination: [],
  resource: () => 'workspace/*',
  onlyWith: 'aws_auth',
};

/**
 * Output plug-ins of Fluent Bit (`Name`) and Fluentd (`@type`) that call AWS, by lower-case name ("Fluent Bit: AWS
 * outputs"). All others (Datadog, Splunk, forward, …) need no permission.
 */
export const FIRELENS_OUTPUTS: ReadonlyMap<string, FirelensOutput> = new Map([
  ['cloudwatch', cloudWatchLogs],
  ['cloudwatch_logs', cloudWatchLogs],
  ['firehose', firehose],
  ['kinesis_firehose', firehose],
  ['kinesis', kinesis],
  ['kinesis_streams', kinesis],
  ['kinesis_streams_aggregated', kinesis],
  ['s3', s3],
  ['es', openSearch],
  ['opensearch', openSearch],
  ['elasticsearch', openSearch],
  ['prometheus_remote_write', prometheus],
]);

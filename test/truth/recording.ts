import type { Random } from './random.ts';
import { UNLISTED_OPERATIONS } from './unlisted-operations.ts';

/** What CloudTrail makes of a call. `data` names the resource type of advanced event selectors. */
export type Recording =
  | { readonly kind: 'management' }
  | { readonly kind: 'data'; readonly type: string }
  | { readonly kind: 'never' };

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

/** "Logging data events" of the CloudTrail User Guide: service, resource type, operations. */
const DATA: readonly (readonly [service: string, type: string, operations: readonly string[]])[] = [
  [
    's3',
    'AWS::S3::Object',
    words(`AbortMultipartUpload CompleteMultipartUpload CopyObject CreateMultipartUpload DeleteObject DeleteObjectTagging
      DeleteObjects GetObject GetObjectAcl GetObjectAttributes GetObjectLegalHold GetObjectRetention GetObjectTagging
      GetObjectTorrent HeadBucket HeadObject ListObjects ListObjectsV2 ListObjectVersions ListParts PutObject PutObjectAcl
      PutObjectLegalHold PutObjectRetention PutObjectTagging RestoreObject SelectObjectContent UpdateObjectEncryption
      UploadPart UploadPartCopy`),
  ],
  [
    'dynamodb',
    'AWS::DynamoDB::Table',
    words(
      'BatchGetItem BatchWriteItem DeleteItem GetItem PutItem Query Scan TransactGetItems TransactWriteItems UpdateItem',
    ),
  ],
  ['dynamodb', 'AWS::DynamoDB::Stream', words('GetRecords GetShardIterator')],
  ['lambda', 'AWS::Lambda::Function', words('Invoke InvokeAsync InvokeWithResponseStream')],
  ['sns', 'AWS::SNS::Topic', words('Publish PublishBatch')],
  [
    'sqs',
    'AWS::SQS::Queue',
    words(`ChangeMessageVisibility ChangeMessageVisibilityBatch DeleteMessage DeleteMessageBatch GetQueueAttributes
      GetQueueUrl ListDeadLetterSourceQueues ListQueueTags ListQueues ReceiveMessage SendMessage SendMessageBatch`),
  ],
  ['kinesis', 'AWS::Kinesis::Stream', words('GetRecords GetShardIterator PutRecord PutRecords SubscribeToShard')],
  ['firehose', 'AWS::KinesisFirehose::DeliveryStream', words('PutRecord PutRecordBatch')],
  [
    'cloudwatch',
    'AWS::CloudWatch::Metric',
    words('GetMetricData GetMetricStatistics GetMetricWidgetImage ListMetrics PutMetricData'),
  ],
  [
    'xray',
    'AWS::XRay::Trace',
    words('BatchGetTraces GetServiceGraph GetTraceGraph GetTraceSummaries PutTraceSegments'),
  ],
  ['events', 'AWS::Events::EventBus', words('PutEvents')],
  [
    'rds-data',
    'AWS::RDS::DBCluster',
    words('BatchExecuteStatement BeginTransaction CommitTransaction ExecuteStatement RollbackTransaction'),
  ],
  [
    'ses',
    'AWS::SES::EmailIdentity',
    words('SendBulkEmail SendBulkTemplatedEmail SendEmail SendRawEmail SendTemplatedEmail'),
  ],
  [
    'cognito-identity',
    'AWS::Cognito::IdentityPool',
    words('GetCredentialsForIdentity GetId GetOpenIdToken GetOpenIdTokenForDeveloperIdentity UnlinkIdentity'),
  ],
  ['servicediscovery', 'AWS::ServiceDiscovery::Service', words('DiscoverInstances DiscoverInstancesRevision')],
  ['bedrock', 'AWS::Bedrock::KnowledgeBase', words('Retrieve RetrieveAndGenerate RetrieveAndGenerateStream')],
  ['ecs', 'AWS::ECS::ContainerInstance', words('PutSystemLogEvents StartTelemetrySession')],
  ['ssmmessages', 'AWS::SSMMessages::ControlChannel', words('CreateControlChannel OpenControlChannel')],
  ['appconfig', 'AWS::AppConfig::Configuration', words('GetLatestConfiguration StartConfigurationSession')],
];

/** All resource types whose events a trail may be set to record. */
export const DATA_TYPES: readonly string[] = [
  ...new Set([
    ...DATA.map(([, type]) => type),
    'AWS::Kinesis::StreamConsumer',
    'AWS::SNS::PlatformEndpoint',
    'AWS::SES::ConfigurationSet',
    'AWS::SES::Template',
    'AWS::ServiceDiscovery::Namespace',
  ]),
];

/** The operations whose calls are data events of a type. */
export function operationsOf(type: string): readonly string[] {
  return DATA.filter(([, own]) => own === type).flatMap(([, , names]) => names);
}

/** Operations that no event shows, whatever is switched on. */
const NEVER: ReadonlySet<string> = new Set([
  'logs:PutLogEvents',
  'ssmmessages:CreateDataChannel',
  'ssmmessages:OpenDataChannel',
  'cloudtrail-data:PutAuditEvents',
  ...Object.keys(UNLISTED_OPERATIONS),
]);

/** Services with a data plane of which it is not stated which calls are recorded: what is not tracked may be or not. */
const HAVE_DATA_PLANES: ReadonlySet<string> = new Set(
  words(`aoss appconfig aps cassandra cognito-identity dax es iot kinesisvideo lex managedblockchain medialive
    neptune-db polly q qbusiness rds-data rekognition s3express s3-outposts sagemaker ses ssm ssmmessages sso states
    timestream xray`),
);

/** Statements of Keyspaces that define data are management events ("Logging Amazon Keyspaces API calls with AWS CloudTrail"). */
const DEFINES_DATA = /^cassandra:(Create|Delete|Restore|Update|Get(Keyspace|Table|Type)|List(Keyspaces|Tables|Types))/;

const TYPE_OF = new Map(DATA.flatMap(([service, type, names]) => names.map((name) => [`${service}:${name}`, type])));

/**
 * What CloudTrail makes of calls of an operation in an account. What AWS neither states to be a data event nor to be seen by policy
 * generation is recorded in some accounts of services with a data plane, and in others not at all.
 */
export function recordingOf(operation: string, isTracked: boolean, random: Random): Recording {
  if (NEVER.has(operation)) return { kind: 'never' };
  const type = TYPE_OF.get(operation);
  if (type !== undefined) return { kind: 'data', type };
  const [service = ''] = operation.split(':');
  const isDoubtful = !isTracked && HAVE_DATA_PLANES.has(service) && !DEFINES_DATA.test(operation);
  if (isDoubtful && random.chance(0.5)) return { kind: 'never' };
  return { kind: 'management' };
}

/** Whether calls of an operation are neither data events nor left out. */
export function isManagement(operation: string): boolean {
  return !NEVER.has(operation) && !TYPE_OF.has(operation);
}

/** Event sources that are not the IAM prefix (CloudTrail's page of supported services). */
const SOURCES: Readonly<Record<string, readonly string[]>> = {
  applicationinsights: ['application-insights'],
  appconfig: ['appconfig', 'appconfigdata'],
  cassandra: ['cassandra'],
  cloudwatch: ['monitoring'],
  es: ['es'],
  mgh: ['migrationhub'],
  mobiletargeting: ['pinpoint'],
  mq: ['amazonmq'],
  pricing: ['api.pricing'],
  'rds-data': ['rdsdata'],
  ses: ['ses', 'email'],
  tag: ['tagging'],
};

/** A source that records of the service bear: `monitoring.amazonaws.com`. */
export function eventSourceOf(service: string, random: Random): string {
  return `${random.pick(SOURCES[service] ?? [service])}.amazonaws.com`;
}

/** Operations that S3 records under the names of its older API ("Amazon S3 CloudTrail events"). */
const S3_NAMES: Readonly<Record<string, string>> = {
  ListObjectsV2: 'ListObjects',
  GetBucketLifecycleConfiguration: 'GetBucketLifecycle',
  PutBucketLifecycleConfiguration: 'PutBucketLifecycle',
  GetBucketNotificationConfiguration: 'GetBucketNotification',
  PutBucketNotificationConfiguration: 'PutBucketNotification',
};

/** The name that records of an operation bear: Lambda's management events carry the version of its API. */
export function eventNameOf(service: string, operation: string, { kind }: Recording, random: Random): string {
  if (service === 's3') return S3_NAMES[operation] ?? operation;
  if (service === 'lambda' && kind === 'management') return `${operation}${random.pick(['20150331', '20150331v2'])}`;
  return operation;
}

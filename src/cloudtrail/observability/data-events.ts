/**
 * One fact: actions whose events CloudTrail records as data events, the resource types (of advanced event selectors)
 * that must all be recorded to see every one of them, and why.
 */
export interface DataEventRow {
  readonly service: string;
  readonly actions: readonly string[];
  readonly resourceTypes: readonly string[];
  readonly reason: string;
}

/** "Logging data events" of the CloudTrail User Guide. Only what is sure: an action left out is unknown, which is safe. */
export const DATA_EVENTS: readonly DataEventRow[] = [
  {
    service: 's3',
    actions: [
      'AbortMultipartUpload',
      'DeleteObject',
      'DeleteObjectAnnotation',
      'DeleteObjectTagging',
      'DeleteObjectVersion',
      'DeleteObjectVersionTagging',
      'GetObject',
      'GetObjectAcl',
      'GetObjectAnnotation',
      'GetObjectAttributes',
      'GetObjectTagging',
      'GetObjectVersion',
      'GetObjectVersionAcl',
      'GetObjectVersionAttributes',
      'GetObjectVersionTagging',
      'ListBucket',
      'ListBucketVersions',
      'ListMultipartUploadParts',
      'ListObjectAnnotations',
      'PutObject',
      'PutObjectAcl',
      'PutObjectAnnotation',
      'PutObjectLegalHold',
      'PutObjectRetention',
      'PutObjectTagging',
      'PutObjectVersionAcl',
      'PutObjectVersionTagging',
      'RestoreObject',
      'UpdateObjectEncryption',
    ],
    resourceTypes: ['AWS::S3::Object'],
    reason: 'S3 object-level calls are data events, through access points as well ("Amazon S3 CloudTrail events")',
  },
  {
    service: 'dynamodb',
    actions: [
      'BatchGetItem',
      'BatchWriteItem',
      'ConditionCheckItem',
      'DeleteItem',
      'GetItem',
      'PartiQLDelete',
      'PartiQLInsert',
      'PartiQLSelect',
      'PartiQLUpdate',
      'PutItem',
      'Query',
      'Scan',
      'UpdateItem',
    ],
    resourceTypes: ['AWS::DynamoDB::Table'],
    reason: 'DynamoDB item-level calls are data events',
  },
  {
    service: 'dynamodb',
    actions: ['GetRecords', 'GetShardIterator'],
    resourceTypes: ['AWS::DynamoDB::Stream'],
    reason: 'reading a DynamoDB stream is a data event',
  },
  {
    service: 'lambda',
    actions: ['InvokeFunction'],
    resourceTypes: ['AWS::Lambda::Function'],
    reason: 'Lambda invocations are data events',
  },
  {
    service: 'sns',
    actions: ['Publish'],
    resourceTypes: ['AWS::SNS::Topic', 'AWS::SNS::PlatformEndpoint'],
    reason: 'SNS publishing is a data event, of the topic or of the platform endpoint',
  },
  {
    service: 'sqs',
    actions: [
      'ChangeMessageVisibility',
      'DeleteMessage',
      'GetQueueAttributes',
      'GetQueueUrl',
      'ListDeadLetterSourceQueues',
      'ListQueueTags',
      'ListQueues',
      'ReceiveMessage',
      'SendMessage',
    ],
    resourceTypes: ['AWS::SQS::Queue'],
    reason:
      'SQS message calls and reads of queues are data events ("Logging Amazon Simple Queue Service API calls using AWS CloudTrail")',
  },
  {
    service: 'kinesis',
    actions: ['GetRecords', 'GetShardIterator', 'PutRecord', 'PutRecords'],
    resourceTypes: ['AWS::Kinesis::Stream'],
    reason: 'Kinesis record calls are data events',
  },
  {
    service: 'kinesis',
    actions: ['SubscribeToShard'],
    resourceTypes: ['AWS::Kinesis::Stream', 'AWS::Kinesis::StreamConsumer'],
    reason: 'subscribing is a data event of stream or consumer',
  },
  {
    service: 'firehose',
    actions: ['PutRecord', 'PutRecordBatch'],
    resourceTypes: ['AWS::KinesisFirehose::DeliveryStream'],
    reason: 'Firehose record calls are data events',
  },
  {
    service: 'cloudwatch',
    actions: ['GetMetricStatistics', 'GetMetricWidgetImage'],
    resourceTypes: ['AWS::CloudWatch::Metric'],
    reason: 'CloudWatch metric reads are data events',
  },
  {
    service: 'xray',
    actions: ['BatchGetTraces', 'GetServiceGraph', 'GetTraceGraph', 'GetTraceSummaries'],
    resourceTypes: ['AWS::XRay::Trace'],
    reason: 'X-Ray trace reads are data events',
  },
  {
    service: 'events',
    actions: ['PutEvents'],
    resourceTypes: ['AWS::Events::EventBus'],
    reason: 'putting events on a bus is a data event',
  },
  {
    service: 'rds-data',
    actions: [
      'BatchExecuteStatement',
      'BeginTransaction',
      'CommitTransaction',
      'ExecuteStatement',
      'RollbackTransaction',
    ],
    resourceTypes: ['AWS::RDS::DBCluster'],
    reason: 'RDS Data API calls are data events',
  },
  {
    service: 'ses',
    actions: ['SendBulkEmail', 'SendBulkTemplatedEmail', 'SendEmail', 'SendRawEmail', 'SendTemplatedEmail'],
    resourceTypes: ['AWS::SES::EmailIdentity', 'AWS::SES::ConfigurationSet', 'AWS::SES::Template'],
    reason: 'SES sending is a data event, of the identity, configuration set or template',
  },
  {
    service: 'cognito-identity',
    actions: ['GetCredentialsForIdentity', 'GetId', 'GetOpenIdToken', 'GetOpenIdTokenForDeveloperIdentity'],
    resourceTypes: ['AWS::Cognito::IdentityPool'],
    reason: 'identity pool calls are data events',
  },
  {
    service: 'servicediscovery',
    actions: ['DiscoverInstances', 'DiscoverInstancesRevision'],
    resourceTypes: ['AWS::ServiceDiscovery::Namespace', 'AWS::ServiceDiscovery::Service'],
    reason: 'Cloud Map discovery is a data event, of the namespace or service',
  },
  {
    service: 'appconfig',
    actions: ['GetLatestConfiguration', 'StartConfigurationSession'],
    resourceTypes: ['AWS::AppConfig::Configuration'],
    reason: 'AppConfig data-plane calls are data events',
  },
  {
    service: 'bedrock',
    actions: ['RetrieveAndGenerate'],
    resourceTypes: ['AWS::Bedrock::KnowledgeBase'],
    reason: 'queries of a knowledge base are data events ("Monitor Amazon Bedrock API calls using CloudTrail")',
  },
  {
    service: 'ssmmessages',
    actions: ['CreateControlChannel', 'OpenControlChannel'],
    resourceTypes: ['AWS::SSMMessages::ControlChannel'],
    reason: 'control channels of Session Manager and ECS Exec are data events',
  },
  {
    service: 'ecs',
    actions: ['PutSystemLogEvents', 'StartTelemetrySession'],
    resourceTypes: ['AWS::ECS::ContainerInstance'],
    reason: 'calls of the ECS agent are data events',
  },
];

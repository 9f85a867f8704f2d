/**
 * The data-event resource types that would show a service's use, by service prefix ("Logging data events"). Services
 * that have none are not here: no switch makes their data plane visible.
 */
const TYPES: Readonly<Record<string, string>> = {
  bedrock: 'AWS::Bedrock::Model',
  cassandra: 'AWS::Cassandra::Table',
  cloudwatch: 'AWS::CloudWatch::Metric',
  'cognito-identity': 'AWS::Cognito::IdentityPool',
  dynamodb: 'AWS::DynamoDB::Table',
  events: 'AWS::Events::EventBus',
  firehose: 'AWS::KinesisFirehose::DeliveryStream',
  kinesis: 'AWS::Kinesis::Stream',
  lambda: 'AWS::Lambda::Function',
  'rds-data': 'AWS::RDS::DBCluster',
  s3: 'AWS::S3::Object',
  servicediscovery: 'AWS::ServiceDiscovery::Service',
  ses: 'AWS::SES::EmailIdentity',
  sns: 'AWS::SNS::Topic',
  sqs: 'AWS::SQS::Queue',
  states: 'AWS::StepFunctions::StateMachine',
  xray: 'AWS::XRay::Trace',
};

/** The CloudTrail data-event type to switch on for a service prefix, where there is one. */
export function dataEventTypeOf(service: string): string | undefined {
  return TYPES[service];
}

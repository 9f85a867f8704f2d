/** How CloudFormation names resources of a type ("Return values" of each type in the CloudFormation Template Reference). */
interface ResourceRow {
  /** The property with the name; a name is made where it is left out. */
  readonly name?: string;
  /** The part of the ARN from the service on; `{r}` stands for Region and account, `{a}` for the account alone, `{n}` for the name. */
  readonly arn: string;
  /** What `Ref` gives; the name where absent. */
  readonly ref?: 'arn';
}

/** The types that task definitions and the policies of their roles refer to. */
const ROWS: Readonly<Record<string, ResourceRow>> = {
  'AWS::CloudWatch::Alarm': { name: 'AlarmName', arn: 'cloudwatch:{r}:alarm:{n}' },
  'AWS::DynamoDB::GlobalTable': { name: 'TableName', arn: 'dynamodb:{r}:table/{n}' },
  'AWS::DynamoDB::Table': { name: 'TableName', arn: 'dynamodb:{r}:table/{n}' },
  'AWS::ECR::Repository': { name: 'RepositoryName', arn: 'ecr:{r}:repository/{n}' },
  'AWS::ECS::Cluster': { name: 'ClusterName', arn: 'ecs:{r}:cluster/{n}' },
  'AWS::ECS::TaskDefinition': { name: 'Family', arn: 'ecs:{r}:task-definition/{n}', ref: 'arn' },
  'AWS::EFS::AccessPoint': { arn: 'elasticfilesystem:{r}:access-point/{n}' },
  'AWS::EFS::FileSystem': { arn: 'elasticfilesystem:{r}:file-system/{n}' },
  'AWS::Events::EventBus': { name: 'Name', arn: 'events:{r}:event-bus/{n}' },
  'AWS::IAM::ManagedPolicy': { name: 'ManagedPolicyName', arn: 'iam:{a}:policy/{n}', ref: 'arn' },
  'AWS::KMS::Alias': { name: 'AliasName', arn: 'kms:{r}:{n}' },
  'AWS::KMS::Key': { arn: 'kms:{r}:key/{n}' },
  'AWS::Kinesis::Stream': { name: 'Name', arn: 'kinesis:{r}:stream/{n}' },
  'AWS::KinesisFirehose::DeliveryStream': { name: 'DeliveryStreamName', arn: 'firehose:{r}:deliverystream/{n}' },
  'AWS::Lambda::Function': { name: 'FunctionName', arn: 'lambda:{r}:function:{n}' },
  'AWS::Logs::LogGroup': { name: 'LogGroupName', arn: 'logs:{r}:log-group:{n}:*' },
  'AWS::S3::Bucket': { name: 'BucketName', arn: 's3:::{n}' },
  'AWS::SNS::Topic': { name: 'TopicName', arn: 'sns:{r}:{n}', ref: 'arn' },
  'AWS::SQS::Queue': { name: 'QueueName', arn: 'sqs:{r}:{n}' },
  'AWS::SSM::Parameter': { name: 'Name', arn: 'ssm:{r}:parameter/{n}' },
  'AWS::SecretsManager::Secret': { name: 'Name', arn: 'secretsmanager:{r}:secret:{n}', ref: 'arn' },
  'AWS::Serverless::SimpleTable': { name: 'TableName', arn: 'dynamodb:{r}:table/{n}' },
  'AWS::StepFunctions::StateMachine': { name: 'StateMachineName', arn: 'states:{r}:stateMachine:{n}', ref: 'arn' },
};

/** The row of a type; undefined for the types of which no ARN can be made. */
export function resourceRow(type: string): ResourceRow | undefined {
  return Object.hasOwn(ROWS, type) ? ROWS[type] : undefined;
}

import type { Catalog } from '../../src/iam/catalog/catalog.ts';

/** The account of every campaign. */
export const ACCOUNT = '123456789012';

/** Where a call is made, and on what. */
export interface Target {
  readonly region: string;
  readonly name: string;
}

/** Fields that a record of an operation names its resource by. */
interface Named {
  /** The ARN that IAM checks. */
  readonly arn: (target: Target) => string;
  readonly parameters: (target: Target) => Readonly<Record<string, unknown>>;
  /** The type in the record's `resources`; absent where records list none. */
  readonly listed?: string;
}

const of = (service: string, kind: string) => (target: Target) =>
  `arn:aws:${service}:${target.region}:${ACCOUNT}:${kind}${target.name}`;

const BUCKET = {
  arn: ({ name }: Target) => `arn:aws:s3:::${name}`,
  parameters: ({ name }: Target) => ({ bucketName: name, Host: `${name}.s3.amazonaws.com` }),
};
const OBJECT = {
  arn: ({ name }: Target) => `arn:aws:s3:::${name}/data/item`,
  parameters: ({ name }: Target) => ({ bucketName: name, key: 'data/item', Host: `${name}.s3.amazonaws.com` }),
  listed: 'AWS::S3::Object',
};
const TABLE = {
  arn: of('dynamodb', 'table/'),
  parameters: ({ name }: Target) => ({ tableName: name, key: {} }),
  listed: 'AWS::DynamoDB::Table',
};
const QUEUE = {
  arn: of('sqs', ''),
  parameters: ({ region, name }: Target) => ({ queueUrl: `https://sqs.${region}.amazonaws.com/${ACCOUNT}/${name}` }),
  listed: 'AWS::SQS::Queue',
};
const TOPIC = {
  arn: of('sns', ''),
  parameters: (target: Target) => ({ topicArn: of('sns', '')(target) }),
  listed: 'AWS::SNS::Topic',
};
/** Secrets Manager ends each secret's ARN in six characters of its own. */
const SECRET = {
  arn: of('secretsmanager', 'secret:'),
  parameters: (target: Target) => ({ secretId: of('secretsmanager', 'secret:')(target) }),
};
const SECRET_BY_NAME = {
  arn: of('secretsmanager', 'secret:'),
  parameters: ({ name }: Target) => ({ secretId: name.slice(0, -7) }),
};
const PARAMETER = {
  arn: ({ region, name }: Target) => `arn:aws:ssm:${region}:${ACCOUNT}:parameter/${name}`,
  parameters: ({ name }: Target) => ({ name: `/${name}`, withDecryption: true }),
};
const PARAMETERS = {
  arn: PARAMETER.arn,
  parameters: ({ name }: Target) => ({ names: [`/${name}`], withDecryption: true }),
};
const KEY = {
  arn: of('kms', 'key/'),
  parameters: (target: Target) => ({ keyId: of('kms', 'key/')(target), encryptionAlgorithm: 'SYMMETRIC_DEFAULT' }),
  listed: 'AWS::KMS::Key',
};
const FUNCTION = {
  arn: of('lambda', 'function:'),
  parameters: (target: Target) => ({ functionName: of('lambda', 'function:')(target) }),
  listed: 'AWS::Lambda::Function',
};
const STREAM = {
  arn: of('kinesis', 'stream/'),
  parameters: ({ name }: Target) => ({ streamName: name }),
  listed: 'AWS::Kinesis::Stream',
};
const LOG_STREAM = {
  arn: (target: Target) => `${of('logs', 'log-group:')(target)}:log-stream:one`,
  parameters: ({ name }: Target) => ({ logGroupName: name, logStreamName: 'one' }),
};
const REPOSITORY = {
  arn: of('ecr', 'repository/'),
  parameters: ({ name }: Target) => ({ registryId: ACCOUNT, repositoryName: name }),
  listed: 'AWS::ECR::Repository',
};
const STATE_MACHINE = {
  arn: of('states', 'stateMachine:'),
  parameters: (target: Target) => ({ stateMachineArn: of('states', 'stateMachine:')(target) }),
};
const BUS = {
  arn: of('events', 'event-bus/'),
  parameters: ({ name }: Target) => ({ entries: [{ eventBusName: name }] }),
  listed: 'AWS::Events::EventBus',
};

/** Operations whose records name what IAM checks, as their API references and real records have it. */
const NAMED: Readonly<Record<string, Named>> = {
  's3:GetObject': OBJECT,
  's3:HeadObject': OBJECT,
  's3:PutObject': OBJECT,
  's3:DeleteObject': OBJECT,
  's3:ListObjectsV2': BUCKET,
  's3:GetBucketLocation': BUCKET,
  'dynamodb:GetItem': TABLE,
  'dynamodb:PutItem': TABLE,
  'dynamodb:UpdateItem': TABLE,
  'dynamodb:DeleteItem': TABLE,
  'dynamodb:Query': TABLE,
  'dynamodb:Scan': TABLE,
  'sqs:SendMessage': QUEUE,
  'sqs:ReceiveMessage': QUEUE,
  'sqs:DeleteMessage': QUEUE,
  'sns:Publish': TOPIC,
  'secretsmanager:GetSecretValue': SECRET,
  'secretsmanager:DescribeSecret': SECRET_BY_NAME,
  'ssm:GetParameter': PARAMETER,
  'ssm:GetParameters': PARAMETERS,
  'kms:Decrypt': KEY,
  'kms:Encrypt': KEY,
  'kms:GenerateDataKey': KEY,
  'lambda:Invoke': FUNCTION,
  'kinesis:PutRecord': STREAM,
  'kinesis:PutRecords': STREAM,
  'logs:CreateLogStream': LOG_STREAM,
  'logs:PutLogEvents': LOG_STREAM,
  'ecr:BatchGetImage': REPOSITORY,
  'ecr:GetDownloadUrlForLayer': REPOSITORY,
  'ecr:BatchCheckLayerAvailability': REPOSITORY,
  'states:StartExecution': STATE_MACHINE,
  'events:PutEvents': BUS,
};

/** Operations whose records name their resource. */
export const NAMED_OPERATIONS: readonly string[] = Object.keys(NAMED);

/** How records of an operation name its resource, where that is known. */
export function namedBy(operation: string): Named | undefined {
  return NAMED[operation];
}

/** The action's own resource: as the operation names it, else a resource of a type that the catalogue has for the action, else `*`. */
export function resourceOf(action: string, operation: string, target: Target, catalog: Catalog): string {
  const named = NAMED[operation];
  if (named !== undefined && sameService(action, operation)) {
    const isBucket = action === 's3:ListBucket' || action === 's3:GetBucketLocation';
    return isBucket ? BUCKET.arn(target) : named.arn(target);
  }
  const [type] = catalog.resourceTypesOf(action);
  const pattern = type?.arnPatterns[0];
  if (pattern === undefined) return '*';
  const parts: Readonly<Record<string, string>> = { Partition: 'aws', Region: target.region, Account: ACCOUNT };
  return pattern.replaceAll(/\$\{(\w+)\}/g, (_whole, part: string) => parts[part] ?? target.name);
}

function sameService(action: string, operation: string): boolean {
  return action.split(':')[0] === operation.split(':')[0];
}

import { type Action, nameOf, serviceOf } from '../../iam/action.ts';

/**
 * Services of which AWS states that they report last-accessed information of single actions ("IAM action last accessed
 * information services and actions"), and whose permissions are all checked on calls of their own API. Others may report
 * too; that they do is not established, so their silence proves nothing. KMS is left out: other services call it for a
 * role, and its management events show it anyway. So are services with endpoints or streams of another name (AppConfig's
 * data, Transcribe), of which it is not established that they report under this one.
 */
const REPORTING: ReadonlySet<string> = new Set([
  'athena',
  'cloudwatch',
  'cognito-identity',
  'dynamodb',
  'ecr',
  'ecs',
  'events',
  'firehose',
  'kinesis',
  'lambda',
  'logs',
  'polly',
  'rekognition',
  's3',
  'secretsmanager',
  'servicediscovery',
  'ses',
  'sqs',
  'ssm',
  'states',
  'textract',
  'timestream',
  'translate',
  'xray',
]);

/** Permissions behind no call of the service itself, so that its silence does not speak of them. */
const NO_CALL: ReadonlySet<string> = new Set([
  // The ECS agent opens these with the instance's or task's role, over connections of its own.
  'ecs:poll',
  'ecs:starttelemetrysession',
  // A call of the function's own address, not of the service's.
  'lambda:invokefunctionurl',
]);

/** Whether no attempt to call the service means that the action was not used. */
export function isReported(action: Action): boolean {
  const service = serviceOf(action).toLowerCase();
  return REPORTING.has(service) && !NO_CALL.has(`${service}:${nameOf(action).toLowerCase()}`);
}

import { type Action, serviceOf } from '../../iam/action.ts';

/**
 * One fact: a service, and all that it may call with its caller's permissions: other services, of which any action may be meant, or
 * single actions.
 */
type ForwarderRow = readonly [service: string, calls: readonly string[], reason: string];

const KEYS = 'encrypts and decrypts with the key of the resource for its caller';
const READS_S3 = 'reads its input from S3, or writes its results there, for its caller';

/**
 * What services are known to call for their callers (forward access sessions), as their pages on encryption, permissions
 * and integrations tell ("Forward access sessions", IAM User Guide). A service that is not listed may call any other.
 */
const FORWARDERS: readonly ForwarderRow[] = [
  ['sts', [], 'hands out credentials'],
  ['iam', [], 'keeps identities and policies'],
  ['kms', ['cloudhsm'], 'keeps the keys of a custom key store in CloudHSM'],
  [
    'dynamodb',
    ['kms', 's3', 'kinesis', 'application-autoscaling', 'cloudwatch'],
    'imports, exports, streams and scales tables',
  ],
  ['s3', ['kms', 's3-object-lambda', 'lambda', 's3-outposts'], KEYS],
  ['sqs', ['kms'], KEYS],
  ['sns', ['kms', 'mobiletargeting', 'sms-voice'], KEYS],
  ['kinesis', ['kms'], KEYS],
  ['firehose', ['kms', 'glue', 'kinesis'], 'checks source, schema and key of a stream for its caller'],
  [
    'secretsmanager',
    ['kms', 'lambda', 'serverlessrepo', 'cloudformation'],
    'encrypts secrets, and invokes the function that rotates them',
  ],
  [
    'logs',
    ['kms', 's3', 'kinesis', 'firehose', 'lambda', 'xray', 'es', 'aoss', 'iam'],
    'checks the destinations of subscriptions, deliveries and exports',
  ],
  [
    'cloudwatch',
    ['kms', 'sns', 'logs', 'events', 'lambda', 'synthetics', 'rum', 'xray', 'ec2', 'iam', 'oam', 'firehose'],
    'looks up what alarms, dashboards and streams refer to',
  ],
  ['xray', ['kms', 'logs', 'cloudwatch', 'application-signals'], 'encrypts traces, and keeps spans in logs'],
  [
    'events',
    ['kms', 'schemas', 'iam', 'sqs', 'secretsmanager'],
    'encrypts events, and keeps the secrets of connections',
  ],
  [
    'ecr',
    ['kms', 'ecr-public', 'secretsmanager', 'inspector2', 's3'],
    'pulls through caches whose credentials are secrets',
  ],
  ['rekognition', ['s3', 'kms', 'kinesis', 'kinesisvideo', 'sns', 'sagemaker', 'groundtruthlabeling'], READS_S3],
  ['textract', ['s3', 'kms', 'sns', 'sagemaker'], READS_S3],
  ['polly', ['s3', 'sns', 'kms'], READS_S3],
  ['translate', ['s3', 'kms'], READS_S3],
  ['timestream', ['kms', 's3', 'sns'], READS_S3],
  [
    'cognito-identity',
    ['cognito-idp', 'cognito-sync', 'sts', 'iam', 'lambda'],
    'reads user pools and roles for its caller',
  ],
  ['ec2messages', ['ssm', 'kms'], 'carries the messages of Systems Manager'],
  ['ssmmessages', ['ssm', 'kms', 'logs', 's3'], 'carries sessions of Systems Manager, which may be logged'],
  ['elasticfilesystem', ['kms', 'ec2', 'backup'], 'keeps mount targets as network interfaces'],
  [
    'ecs',
    [
      'acm',
      'appmesh',
      'application-autoscaling',
      'autoscaling',
      'cloudwatch:DeleteAlarms',
      'cloudwatch:DescribeAlarmHistory',
      'cloudwatch:DescribeAlarms',
      'cloudwatch:DescribeAlarmsForMetric',
      'cloudwatch:DisableAlarmActions',
      'cloudwatch:EnableAlarmActions',
      'cloudwatch:GetMetricData',
      'cloudwatch:GetMetricStatistics',
      'cloudwatch:ListMetrics',
      'cloudwatch:PutMetricAlarm',
      'codedeploy',
      'ec2',
      'ecr',
      'elasticfilesystem',
      'elasticloadbalancing',
      'events',
      'fsx',
      'iam',
      'kms',
      'lambda',
      'logs',
      'resource-groups',
      'route53',
      's3',
      'secretsmanager',
      'servicediscovery',
      'sns',
      'ssm',
      'ssmmessages',
      'tag',
      'vpc-lattice',
    ],
    'looks up what services, tasks and clusters refer to; of CloudWatch the alarms and metrics that "IAM permissions required for Amazon ECS service auto scaling" names, which deployments may watch',
  ],
  [
    'elasticloadbalancing',
    [
      'acm',
      'acm-pca',
      'cognito-idp',
      'ec2',
      'firehose',
      'globalaccelerator',
      'iam',
      'kms',
      'lambda',
      'logs',
      'ram',
      'route53',
      's3',
      'secretsmanager',
      'shield',
      'tag',
      'waf-regional',
      'wafv2',
    ],
    'looks up subnets, certificates, user pools, trust stores and web ACLs of load balancers',
  ],
];

/**
 * Services that are known to call these for their callers, as long as none of their calls was seen that runs somebody's
 * steps, or takes attachments from where somebody says: those may call whatever that says.
 */
const FORWARDERS_BUT_FOR: readonly (readonly [...ForwarderRow, unless: RegExp])[] = [
  [
    'ssm',
    ['kms', 'secretsmanager', 'ec2'],
    'encrypts parameters, reads secrets that they refer to, and looks up images',
    /^(StartAutomationExecution|StartChangeRequestExecution|StartExecutionPreview|CreateDocument|UpdateDocument|CreateResourceDataSync|CreateAssociation|UpdateAssociation|StartAssociationsOnce|SendCommand|RegisterTaskWithMaintenanceWindow|StartSession|ResumeSession)/i,
  ],
];

function callsOf(calls: readonly string[]): ReadonlySet<string> {
  return new Set(calls.map((each) => each.toLowerCase()));
}

const CALLS: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  FORWARDERS.map(([service, calls]) => [service, callsOf(calls)]),
);
const CALLS_BUT_FOR = new Map(
  FORWARDERS_BUT_FOR.map(([service, calls, , unless]) => [service, { calls: callsOf(calls), unless }]),
);

/**
 * Whether a service may call an action of another one with the permissions of its caller, as far as is known; `calls` are the names of
 * its actions that were seen in use, `undefined` where there may be others.
 */
export function mayForward(service: string, target: Action, calls: readonly string[] | undefined): boolean {
  const targetService = serviceOf(target).toLowerCase();
  if (service === targetService) return false;
  const includesTarget = (known: ReadonlySet<string>): boolean =>
    known.has(targetService) || known.has(target.toLowerCase());
  const known = CALLS.get(service);
  if (known !== undefined) return includesTarget(known);
  const guarded = CALLS_BUT_FOR.get(service);
  if (guarded === undefined || calls === undefined) return true;
  return includesTarget(guarded.calls) || calls.some((name) => guarded.unless.test(name));
}

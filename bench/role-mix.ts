import type { RoleArn } from '../src/iam/arn.ts';
import { parsePolicy } from '../src/iam/parse-policy.ts';
import type { RolePolicy } from '../src/iam/role.ts';
import type { GrantingRole } from '../src/iam/role-policies.ts';

/** What stands out in a role's policies. */
export type RoleKind = 'plain' | 'NotAction' | '*';

/** A role, with what stands out in it. */
export interface BenchRole {
  readonly kind: RoleKind;
  readonly role: GrantingRole;
}

type RawStatement = Readonly<Record<string, unknown>>;

const allow = (...actions: readonly string[]): RawStatement => ({ Effect: 'Allow', Action: actions, Resource: '*' });
const deny = (...actions: readonly string[]): RawStatement => ({ Effect: 'Deny', Action: actions, Resource: '*' });

/** Written in the manner of the policies that AWS maintains: what an ECS team attaches. */
export const MANAGED: Readonly<Record<string, readonly RawStatement[]>> = {
  TaskExecution: [
    allow(
      'ecr:GetAuthorizationToken',
      'ecr:BatchCheckLayerAvailability',
      'ecr:GetDownloadUrlForLayer',
      'ecr:BatchGetImage',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
    ),
  ],
  StorageReader: [allow('s3:Get*', 's3:List*', 's3:Describe*', 's3-object-lambda:Get*', 's3-object-lambda:List*')],
  StorageOwner: [allow('s3:*', 's3-object-lambda:*')],
  QueueWorker: [allow('sqs:*', 'sns:Publish', 'sns:List*', 'sns:Get*')],
  TableWriter: [
    allow('dynamodb:*Item*', 'dynamodb:Query', 'dynamodb:Scan', 'dynamodb:Describe*', 'dax:*'),
    allow(
      'application-autoscaling:*ScalableTarget*',
      'cloudwatch:PutMetricAlarm',
      'kms:DescribeKey',
      'kms:ListAliases',
    ),
    deny('dynamodb:DeleteTable', 'dynamodb:*Backup*'),
  ],
  Observer: [
    allow('autoscaling:Describe*', 'cloudwatch:*', 'logs:*', 'sns:*', 'iam:GetPolicy*', 'iam:GetRole', 'oam:ListSinks'),
    allow('xray:Put*', 'xray:Get*', 'rum:*', 'synthetics:*'),
  ],
  Viewer: [
    allow(
      ...['acm', 'ecr', 'ecs', 'events', 'glue', 'redshift', 'secretsmanager', 'ssm', 'states'].map(
        (of) => `${of}:Describe*`,
      ),
      ...['autoscaling', 'cloudformation', 'cloudtrail', 'dynamodb', 'ec2', 'eks', 'kms', 'rds', 's3'].map(
        (of) => `${of}:Describe*`,
      ),
      ...['acm', 'cloudformation', 'cloudfront', 'ec2', 'ecr', 'iam', 'kms', 'lambda', 's3', 'sns', 'sqs'].map(
        (of) => `${of}:Get*`,
      ),
      ...['cloudfront', 'cloudtrail', 'ecs', 'eks', 'iam', 'kms', 'lambda', 's3', 'sns', 'sqs', 'wafv2'].map(
        (of) => `${of}:List*`,
      ),
      'apigateway:GET',
      'elasticache:Describe*',
      'elasticloadbalancing:Describe*',
      'sts:GetCallerIdentity',
      'tag:Get*',
    ),
    deny('secretsmanager:GetSecretValue', 'ssm:GetParameter*', 's3:GetObject*'),
  ],
  NetworkOperator: [
    allow(
      'ec2:*Vpc*',
      'ec2:*Subnet*',
      'ec2:*Route*',
      'ec2:*Gateway*',
      'ec2:*NetworkInterface?',
      'elasticloadbalancing:*',
    ),
    allow('route53:*', 'route53domains:List*', 'servicediscovery:*', 'directconnect:Describe*'),
  ],
  Deployer: [
    allow('ecs:*', 'ecr:*', 'codedeploy:*', 'cloudformation:*', 'iam:PassRole', 'iam:Get*', 'iam:List*', 'lambda:*'),
    deny('iam:*User*', 'iam:*AccessKey*', 'ecs:DeleteCluster'),
  ],
};

export const NOT_ACTION: Readonly<Record<string, readonly RawStatement[]>> = {
  PowerUser: [
    { Effect: 'Allow', NotAction: ['iam:*', 'organizations:*', 'account:*'], Resource: '*' },
    allow('iam:CreateServiceLinkedRole', 'iam:ListRoles', 'organizations:DescribeOrganization', 'account:ListRegions'),
  ],
  OnlyHere: [
    allow('ec2:*', 's3:*', 'rds:*', 'kms:*', 'logs:*'),
    { Effect: 'Deny', NotAction: ['s3:*', 'ec2:Describe*', 'kms:Decrypt', 'logs:*'], Resource: '*' },
  ],
};

export const EVERYTHING: Readonly<Record<string, readonly RawStatement[]>> = {
  Administrator: [allow('*')],
  AdministratorHere: [allow('*'), deny('organizations:*', 'iam:*Policy*', 'cloudtrail:Stop*', 'cloudtrail:Delete*')],
};

/** What teams write themselves, some of it sloppy; the last two name nothing that the catalogue knows. */
export const OWN = [
  ...[
    's3:GetObject',
    's3:PutObject',
    's3:*Object',
    's3:ListBucket',
    's3:Get*',
    's3:List*',
    's3:*Multipart*',
    's3:DeleteObject?',
  ],
  ...[
    'sqs:SendMessage',
    'sqs:ReceiveMessage',
    'sqs:DeleteMessage*',
    'sqs:Get*',
    'sqs:*Message',
    'sns:Publish',
    'sns:*Subscri*',
  ],
  ...[
    'dynamodb:*Item',
    'dynamodb:Batch*',
    'dynamodb:Query',
    'dynamodb:Describe*',
    'dynamodb:Put*',
    'dynamodb:Update?*',
  ],
  ...[
    'kms:Decrypt',
    'kms:GenerateDataKey*',
    'kms:Describe*',
    'kms:*',
    'ssm:GetParameter*',
    'ssm:GetParameters?*',
    'ssm:List*',
  ],
  ...[
    'secretsmanager:GetSecretValue',
    'secretsmanager:*Secret*',
    'events:PutEvents',
    'states:StartExecution',
    'states:Start*',
  ],
  ...[
    'kinesis:Put*',
    'kinesis:Get*',
    'kinesis:*Stream*',
    'ses:Send*',
    'ec2:Describe*',
    'ec2:*Tags',
    'ec2:Create*',
    'sts:AssumeRole',
  ],
  ...[
    'logs:CreateLog*',
    'logs:PutLogEvents',
    'cloudwatch:PutMetricData',
    'xray:Put*',
    'lambda:Invoke*',
    'ecs:*Task*',
    'ecr:Get*',
  ],
  ...['foo:DoThing', 's3:GetObjekt'],
];
const TAKEN = [
  's3:Delete*',
  'dynamodb:Delete*',
  'kms:ScheduleKeyDeletion',
  'sqs:PurgeQueue',
  'ec2:*Vpc*',
  'iam:*',
  'logs:Delete*',
];

/**
 * Roles of a realistic mix, the same ones for the same number: one to four managed policies (one of them with NotAction or `*` in
 * every tenth role each), an inline policy of its own, every fifth with a boundary. `shared` says whether roles that share a managed policy share its parsed document, as
 * they do when an account is read; else each role has its own copy.
 */
export function roleMix(count: number, shared: boolean): readonly BenchRole[] {
  const random = generator(20_261_122);
  const pick = <T>(from: readonly T[], fallback: T): T => from[Math.floor(random() * from.length)] ?? fallback;
  const pool = new Map<string, RolePolicy>();
  const managed = (name: string, statements: readonly RawStatement[]): RolePolicy => {
    const policy = (shared ? pool.get(name) : undefined) ?? policyOf(name, statements);
    pool.set(name, policy);
    return policy;
  };
  const boundary = (): RolePolicy =>
    managed('Boundary', [
      { Effect: 'Allow', NotAction: ['organizations:*', 'account:*', 'aws-portal:*'], Resource: '*' },
      deny('iam:*PermissionsBoundary', 'iam:CreateUser'),
    ]);
  return Array.from({ length: count }, (_, i): BenchRole => {
    const kind = i % 10 === 3 ? 'NotAction' : i % 10 === 7 ? '*' : 'plain';
    const sources = [kind === 'NotAction' ? NOT_ACTION : kind === '*' ? EVERYTHING : MANAGED];
    for (let more = Math.floor(random() * 4); more > 0; more--) sources.push(MANAGED);
    const attached = new Map(sources.map((source) => pick(Object.entries(source), ['Administrator', [allow('*')]])));
    const inline = policyOf(`inline-${i}`, [
      allow(...Array.from({ length: 2 + Math.floor(random() * 8) }, () => pick(OWN, 's3:GetObject'))),
      ...(random() < 0.3 ? [deny(pick(TAKEN, 'iam:*'))] : []),
    ]);
    const policies = [...[...attached].map(([name, statements]) => managed(name, statements)), inline];
    const arn: RoleArn = `arn:aws:iam::123456789012:role/app-${i}`;
    const trustPolicy = { ok: false, problem: 'not part of the measurement' } as const;
    return { kind, role: { arn, tags: {}, policies, trustPolicy, ...(i % 5 === 0 && { boundary: boundary() }) } };
  });
}

function policyOf(name: string, statements: readonly RawStatement[]): RolePolicy {
  const document = parsePolicy(JSON.stringify({ Version: '2012-10-17', Statement: statements }));
  if (!document.ok) throw new Error(document.problem);
  return { source: { kind: 'inline', name }, document };
}

/** Marsaglia's xorshift: numbers from 0 up to 1, the same for the same seed. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

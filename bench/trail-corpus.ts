import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** What a corpus of trail files holds. The same description makes the same bytes. */
export interface CorpusDescription {
  readonly files: number;
  readonly recordsPerFile: number;
  /** Between 0 and 1: the share of records that are calls of the audited roles. */
  readonly audited: number;
  /** Of how many roles the audited share is; 40 if not given. */
  readonly roles?: number;
  /** How many kinds of calls each audited role makes; any if not given. */
  readonly kindsEach?: number;
  /** When the files begin, in milliseconds since the epoch, and how far apart they are. */
  readonly from?: number;
  readonly interval?: number;
  /** Each task has a session of its own, and there are new ones each six hours; else a role has the same four for ever. */
  readonly sessionPerTask?: boolean;
}

/** The account whose trail it is. */
export const ACCOUNT = '123456789012';
const START = Date.UTC(2026, 8, 1);
/** The more often a Region is named, the more files it has. */
export const REGIONS = ['us-east-1', 'us-east-1', 'us-east-1', 'eu-west-1', 'us-west-2'] as const;
const AUDITED_ROLES = 40;
const OTHER_ROLES = 160;

/** The roles whose calls make up the audited share. */
export const AUDITED: ReadonlySet<string> = new Set(
  Array.from({ length: AUDITED_ROLES }, (_, index) => roleArn('audited', index)),
);

/** Writes the corpus below the temporary directory, unless it is there from an earlier run. Returns its directory. */
export async function trailCorpus(description: CorpusDescription): Promise<string> {
  const { files, recordsPerFile, audited, from = START, interval = 5 * 60_000 } = description;
  const { roles = AUDITED_ROLES, kindsEach, sessionPerTask = false } = description;
  const shape = [
    `${files}x${recordsPerFile}`,
    Math.round(audited * 100),
    roles,
    kindsEach ?? 'any',
    from,
    interval,
    ...(sessionPerTask ? ['tasks'] : []),
  ];
  const root = join(tmpdir(), `ecs-role-auditor-trail-2-${shape.join('-')}`);
  if (existsSync(root)) return root;
  const draft = `${root}.draft-${process.pid}`;
  const random = seeded(files * 31 + recordsPerFile + Math.round(audited * 100));
  for (let file = 0; file < files; file++) {
    const region = pick(random, REGIONS);
    const at = from + file * interval;
    const records = Array.from({ length: recordsPerFile }, () =>
      recordOf(random, region, { at, sessionPerTask }, random() < audited ? { roles, kindsEach } : undefined),
    );
    const path = join(draft, keyOf(region, at, random));
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, gzipSync(`{"Records":${JSON.stringify(records)}}`));
  }
  await rm(root, { recursive: true, force: true });
  await rename(draft, root);
  return root;
}

function keyOf(region: string, at: number, random: () => number): string {
  const stamp = new Date(at).toISOString().slice(0, 16).replace(/[-:]/g, '');
  const day = new Date(at).toISOString().slice(0, 10).replaceAll('-', '/');
  const name = `${ACCOUNT}_CloudTrail_${region}_${stamp}Z_${text(random, 16)}.json.gz`;
  return join('AWSLogs', ACCOUNT, 'CloudTrail', region, day, name);
}

function roleArn(kind: string, index: number): string {
  return `arn:aws:iam::${ACCOUNT}:role${index % 3 === 0 ? '/svc/team/' : '/'}${kind}-${index}-task-role`;
}

/** An audited role as IAM knows it. */
export function auditedRole(index: number): { readonly path: string; readonly name: string; readonly roleId: string } {
  const arn = roleArn('audited', index);
  const name = arn.slice(arn.lastIndexOf('/') + 1);
  return { path: arn.slice(arn.indexOf('/'), arn.lastIndexOf('/') + 1), name, roleId: roleId('audited', index) };
}

function roleId(kind: string, index: number): string {
  const own = seeded(index * 131 + (kind === 'audited' ? 1 : 700_001));
  return `AROA${text(own, 17, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')}`;
}

/** mulberry32: small, fast, and the same everywhere. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function pick<T>(random: () => number, items: readonly T[]): T {
  return items[Math.floor(random() * items.length)] as T;
}

function text(
  random: () => number,
  length: number,
  alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
): string {
  return Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)]).join('');
}

export function hex(random: () => number, length: number): string {
  return text(random, length, '0123456789abcdef');
}

function uuid(random: () => number): string {
  return `${hex(random, 8)}-${hex(random, 4)}-4${hex(random, 3)}-a${hex(random, 3)}-${hex(random, 12)}`;
}

interface Caller {
  readonly userIdentity: object;
  readonly sourceIPAddress: string;
  readonly userAgent: string;
}

/** A session lasts six hours and a role has few tasks, so identities repeat as they do in real files. */
function roleCaller(random: () => number, kind: string, index: number, at: number, sessionPerTask: boolean): Caller {
  const task = Math.floor(random() * 4);
  const period = Math.floor(at / 21_600_000);
  const life = sessionPerTask ? period * 1_000_003 : 0;
  const own = seeded(index * 1_000 + task + (kind === 'audited' ? 0 : 500_000) + life);
  const session = hex(own, 32);
  const principalId = roleId(kind, index);
  const key = `ASIA${text(seeded(index * 97 + task * 7 + period), 16, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')}`;
  const arn = roleArn(kind, index);
  const name = arn.slice(arn.lastIndexOf('/') + 1);
  return {
    userIdentity: {
      type: 'AssumedRole',
      principalId: `${principalId}:${session}`,
      arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${name}/${session}`,
      accountId: ACCOUNT,
      accessKeyId: key,
      sessionContext: {
        sessionIssuer: { type: 'Role', principalId, arn, accountId: ACCOUNT, userName: name },
        webIdFederationData: {},
        attributes: { creationDate: iso(period * 21_600_000 + task * 1_000), mfaAuthenticated: 'false' },
      },
    },
    sourceIPAddress: `10.${Math.floor(random() * 4)}.${Math.floor(random() * 256)}.${Math.floor(random() * 256)}`,
    userAgent:
      'aws-sdk-js/3.1100.0 ua/2.1 os/linux#5.10.245-243.979.amzn2.x86_64 lang/js md/nodejs#24.4.1 api/s3#3.1100.0 m/N,E,e',
  };
}

function otherCaller(random: () => number, index: number, at: number, sessionPerTask: boolean): Caller {
  if (random() < 0.8) return roleCaller(random, 'other', index, at, sessionPerTask);
  const service = pick(random, [
    'autoscaling.amazonaws.com',
    'config.amazonaws.com',
    'ecs-tasks.amazonaws.com',
    'elasticloadbalancing.amazonaws.com',
  ]);
  return { userIdentity: { type: 'AWSService', invokedBy: service }, sourceIPAddress: service, userAgent: service };
}

function iso(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

type Maker = (random: () => number, region: string) => object;

const BUCKETS = ['orders-archive-prod', 'my-app-uploads', 'question-bank-assets', 'billing-exports'];

/** Kinds of event with their weights: mostly data events, as where they are switched on. */
const EVENTS: readonly (readonly [weight: number, make: Maker])[] = [
  [26, (random) => s3(random, 'GetObject', true)],
  [8, (random) => s3(random, 'PutObject', false)],
  [14, (random, region) => dynamodb(random, region, pick(random, ['GetItem', 'Query', 'PutItem', 'UpdateItem']))],
  [8, (random, region) => sqs(random, region, pick(random, ['SendMessage', 'ReceiveMessage', 'DeleteMessage']))],
  [9, kmsDecrypt],
  [6, secretValue],
  [5, parameters],
  [6, assumeRole],
  [5, createLogStream],
  [9, describe],
  [4, ecrPull],
];
const TOTAL_WEIGHT = EVENTS.reduce((sum, [weight]) => sum + weight, 0);

/** `audited`: whose call it is; one of others if not given. */
function recordOf(
  random: () => number,
  region: string,
  { at: fileAt, sessionPerTask }: { readonly at: number; readonly sessionPerTask: boolean },
  audited?: { readonly roles: number; readonly kindsEach: number | undefined },
): object {
  const at = fileAt - Math.floor(random() * 300_000);
  const index = Math.floor(random() * (audited?.roles ?? OTHER_ROLES));
  const caller =
    audited === undefined
      ? otherCaller(random, index, at, sessionPerTask)
      : roleCaller(random, 'audited', index, at, sessionPerTask);
  const make = makerAt(weightFor(random, index, audited?.kindsEach) * TOTAL_WEIGHT);
  const { category = 'Management', ...event } = make(random, region) as { readonly category?: string };
  const failed = random() < 0.015 ? { errorCode: 'AccessDenied', errorMessage: 'Access Denied' } : {};
  return {
    eventVersion: '1.11',
    userIdentity: caller.userIdentity,
    eventTime: iso(at),
    eventSource: '',
    eventName: '',
    awsRegion: region,
    sourceIPAddress: caller.sourceIPAddress,
    userAgent: caller.userAgent,
    ...failed,
    responseElements: null,
    requestID: uuid(random),
    eventID: uuid(random),
    readOnly: true,
    ...event,
    eventType: 'AwsApiCall',
    managementEvent: category === 'Management',
    recipientAccountId: ACCOUNT,
    eventCategory: category,
    tlsDetails: {
      tlsVersion: 'TLSv1.3',
      cipherSuite: 'TLS_AES_128_GCM_SHA256',
      clientProvidedHostHeader: `service.${region}.amazonaws.com`,
    },
  };
}

/** A number below 1; a role that makes so many kinds of calls has no more such numbers. */
function weightFor(random: () => number, index: number, kinds: number | undefined): number {
  if (kinds === undefined) return random();
  return seeded(index * 53 + Math.floor(random() * kinds))();
}

function makerAt(weight: number): Maker {
  let below = 0;
  for (const [share, make] of EVENTS) {
    below += share;
    if (weight < below) return make;
  }
  return describe;
}

function s3(random: () => number, eventName: string, readOnly: boolean): object {
  const bucket = pick(random, BUCKETS);
  const key = `year=2026/month=09/part-${Math.floor(random() * 100_000)}-${hex(random, 8)}.parquet`;
  return {
    eventSource: 's3.amazonaws.com',
    eventName,
    requestParameters: { bucketName: bucket, Host: `${bucket}.s3.us-east-1.amazonaws.com`, key },
    additionalEventData: {
      SignatureVersion: 'SigV4',
      CipherSuite: 'TLS_AES_128_GCM_SHA256',
      bytesTransferredIn: 0,
      AuthenticationMethod: 'AuthHeader',
      'x-amz-id-2': text(random, 76),
      bytesTransferredOut: Math.floor(random() * 1_000_000),
    },
    readOnly,
    resources: [
      { type: 'AWS::S3::Object', ARN: `arn:aws:s3:::${bucket}/${key}` },
      { accountId: ACCOUNT, type: 'AWS::S3::Bucket', ARN: `arn:aws:s3:::${bucket}` },
    ],
    category: 'Data',
  };
}

function dynamodb(random: () => number, region: string, eventName: string): object {
  const tableName = pick(random, ['orders', 'sessions', 'inventory']);
  return {
    eventSource: 'dynamodb.amazonaws.com',
    eventName,
    requestParameters: { tableName, key: { pk: `ORDER#${hex(random, 12)}` }, consistentRead: false },
    resources: [
      {
        accountId: ACCOUNT,
        type: 'AWS::DynamoDB::Table',
        ARN: `arn:aws:dynamodb:${region}:${ACCOUNT}:table/${tableName}`,
      },
    ],
    apiVersion: '2012-08-10',
    category: 'Data',
  };
}

function sqs(random: () => number, region: string, eventName: string): object {
  const queue = pick(random, ['orders-incoming', 'orders-dead', 'mail']);
  return {
    eventSource: 'sqs.amazonaws.com',
    eventName,
    requestParameters: { queueUrl: `https://sqs.${region}.amazonaws.com/${ACCOUNT}/${queue}`, maxNumberOfMessages: 10 },
    resources: [{ accountId: ACCOUNT, type: 'AWS::SQS::Queue', ARN: `arn:aws:sqs:${region}:${ACCOUNT}:${queue}` }],
    category: 'Data',
  };
}

function kmsDecrypt(random: () => number, region: string): object {
  const key = pick(random, ['1a2b3c4d-aaaa-4bbb-8ccc-1234567890ab', '9f8e7d6c-bbbb-4ccc-8ddd-ba0987654321']);
  return {
    eventSource: 'kms.amazonaws.com',
    eventName: 'Decrypt',
    requestParameters: {
      encryptionContext: {
        SecretARN: `arn:aws:secretsmanager:${region}:${ACCOUNT}:secret:prod/db-${Math.floor(random() * 30)}`,
      },
      encryptionAlgorithm: 'SYMMETRIC_DEFAULT',
    },
    resources: [{ accountId: ACCOUNT, type: 'AWS::KMS::Key', ARN: `arn:aws:kms:${region}:${ACCOUNT}:key/${key}` }],
  };
}

function secretValue(random: () => number, region: string): object {
  return {
    eventSource: 'secretsmanager.amazonaws.com',
    eventName: 'GetSecretValue',
    requestParameters: {
      secretId: `arn:aws:secretsmanager:${region}:${ACCOUNT}:secret:prod/db-${Math.floor(random() * 30)}`,
    },
  };
}

function parameters(random: () => number): object {
  return {
    eventSource: 'ssm.amazonaws.com',
    eventName: 'GetParameters',
    requestParameters: { names: [`/prod/app/setting-${Math.floor(random() * 50)}`], withDecryption: true },
  };
}

function assumeRole(random: () => number): object {
  const roleSessionName = hex(random, 32);
  return {
    eventSource: 'sts.amazonaws.com',
    eventName: 'AssumeRole',
    requestParameters: { roleArn: roleArn('audited', Math.floor(random() * AUDITED_ROLES)), roleSessionName },
    responseElements: {
      credentials: {
        accessKeyId: `ASIA${text(random, 16)}`,
        sessionToken: text(random, 300),
        expiration: 'Sep 1, 2026, 6:00:00 AM',
      },
    },
  };
}

function createLogStream(random: () => number): object {
  return {
    eventSource: 'logs.amazonaws.com',
    eventName: 'CreateLogStream',
    readOnly: false,
    requestParameters: { logStreamName: `ecs/app/${hex(random, 32)}`, logGroupName: '/ecs/my-app' },
  };
}

function describe(random: () => number): object {
  const [eventSource, eventName] = pick(random, [
    ['ec2.amazonaws.com', 'DescribeInstances'],
    ['ec2.amazonaws.com', 'DescribeNetworkInterfaces'],
    ['rds.amazonaws.com', 'DescribeDBInstances'],
    ['ecs.amazonaws.com', 'DescribeTasks'],
    ['monitoring.amazonaws.com', 'DescribeAlarms'],
  ] as const);
  return { eventSource, eventName, requestParameters: { filterSet: {}, maxResults: Math.floor(random() * 100) } };
}

function ecrPull(random: () => number, region: string): object {
  return {
    eventSource: 'ecr.amazonaws.com',
    eventName: pick(random, ['BatchGetImage', 'GetDownloadUrlForLayer', 'BatchCheckLayerAvailability']),
    requestParameters: { repositoryName: 'my-app', registryId: ACCOUNT, imageIds: [{ imageTag: hex(random, 40) }] },
    resources: [{ accountId: ACCOUNT, ARN: `arn:aws:ecr:${region}:${ACCOUNT}:repository/my-app` }],
  };
}

import { DAY_MS, HOUR_MS } from '../../base/time.ts';
import { addDataEvent } from '../add-event.ts';
import { addRole, addService, addTask, addTaskDefinition, container } from '../build-account.ts';
import type { SandboxAccount } from '../sandbox-account.ts';
import { awslogs } from './log-configuration.ts';
import { ACCOUNT_ID, HOME_REGION, secretArn, secretsKeyArn } from './names.ts';
import { allow, document } from './statements.ts';
import { startTask } from './task-start.ts';

const FAMILY = 'my-app';
const SECRET = secretArn(HOME_REGION, 'my-app/database', 'Qw3xYz');
const PARAMETER = `arn:aws:ssm:${HOME_REGION}:${ACCOUNT_ID}:parameter/my-app/config`;
const TABLE = `arn:aws:dynamodb:${HOME_REGION}:${ACCOUNT_ID}:table/UserData`;
const BUCKET = 'arn:aws:s3:::my-app-bucket';
const TOPIC = `arn:aws:sns:${HOME_REGION}:${ACCOUNT_ID}:user-events`;

/**
 * The application that does it nearly right: the execution role uses all it has. Its task role is granted data-plane actions
 * only, of which Scan and GetObject are never used; the event history cannot show that, the account's trail does.
 */
export function addMyApp(account: SandboxAccount): void {
  const lastUsed = { at: account.now - 3 * HOUR_MS, region: HOME_REGION };
  const executionRole = addRole(account, {
    name: 'ecsTaskExecutionRole',
    createdAt: account.now - 380 * DAY_MS,
    description: 'Lets ECS start my-app',
    inlinePolicies: { 'my-app-execution': executionPolicy() },
    tags: { team: 'web', application: FAMILY },
    lastUsed,
  });
  const taskRole = addRole(account, {
    name: 'ecsTaskRole',
    createdAt: account.now - 380 * DAY_MS,
    description: 'What my-app may do',
    inlinePolicies: { 'my-app': taskPolicy() },
    tags: { team: 'web', application: FAMILY },
    lastUsed,
  });
  let current = '';
  for (const age of [160, 90, 21]) {
    current = addTaskDefinition(account, {
      family: FAMILY,
      taskRoleArn: taskRole,
      executionRoleArn: executionRole,
      registeredAt: account.now - age * DAY_MS,
      tags: { team: 'web' },
      containerDefinitions: [
        container(account, FAMILY, HOME_REGION, {
          environment: [{ name: 'TABLE', value: 'UserData' }],
          secrets: [
            { name: 'DATABASE_URL', valueFrom: `${SECRET}:url::` },
            { name: 'CONFIG', valueFrom: PARAMETER },
          ],
          logConfiguration: awslogs(FAMILY, HOME_REGION),
        }),
      ],
    });
  }
  addService(account, { name: FAMILY, taskDefinitionArn: current, desiredCount: 2 });
  for (const days of [82, 64, 45, 21, 8, 1]) {
    const id = startTask(account, {
      family: FAMILY,
      region: HOME_REGION,
      at: account.now - days * DAY_MS + 7 * HOUR_MS,
      executionRole,
      taskRole,
      secrets: [SECRET],
      parameters: ['my-app/config'],
      key: secretsKeyArn(HOME_REGION),
    });
    if (days < 21) addTask(account, { id, taskDefinitionArn: current, service: FAMILY });
    addDataPlaneUse(account, taskRole, id, account.now - days * DAY_MS + 8 * HOUR_MS);
  }
}

function executionPolicy() {
  const repository = `arn:aws:ecr:${HOME_REGION}:${ACCOUNT_ID}:repository/${FAMILY}`;
  const logGroup = `arn:aws:logs:${HOME_REGION}:${ACCOUNT_ID}:log-group:/ecs/${FAMILY}:*`;
  return document(
    allow('ecr:GetAuthorizationToken', '*', { Sid: 'RegistryLogin' }),
    allow(['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'], repository, {
      Sid: 'PullImage',
    }),
    allow(['logs:CreateLogStream', 'logs:PutLogEvents'], logGroup, { Sid: 'WriteLogs' }),
    allow('secretsmanager:GetSecretValue', SECRET, { Sid: 'ReadSecret' }),
    allow('ssm:GetParameters', PARAMETER, { Sid: 'ReadParameter' }),
    allow('kms:Decrypt', secretsKeyArn(HOME_REGION), { Sid: 'DecryptSecret' }),
  );
}

function taskPolicy() {
  return document(
    allow(['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:Scan'], [TABLE, `${TABLE}/index/*`], { Sid: 'UserData' }),
    allow(['s3:PutObject', 's3:GetObject'], `${BUCKET}/*`, { Sid: 'Uploads' }),
    allow('sns:Publish', TOPIC, { Sid: 'Events' }),
  );
}

function addDataPlaneUse(account: SandboxAccount, role: string, sessionName: string, at: number): void {
  const bucketName = BUCKET.slice('arn:aws:s3:::'.length);
  const calls = [
    ['dynamodb.amazonaws.com', 'GetItem', { tableName: 'UserData' }, { ARN: TABLE, type: 'AWS::DynamoDB::Table' }],
    ['dynamodb.amazonaws.com', 'Query', { tableName: 'UserData' }, { ARN: TABLE, type: 'AWS::DynamoDB::Table' }],
    [
      's3.amazonaws.com',
      'PutObject',
      { bucketName, key: `uploads/${sessionName}.png` },
      { ARN: `${BUCKET}/uploads/${sessionName}.png`, type: 'AWS::S3::Object' },
    ],
    ['sns.amazonaws.com', 'Publish', { topicArn: TOPIC }, { ARN: TOPIC, type: 'AWS::SNS::Topic' }],
  ] as const;
  for (const [index, [eventSource, eventName, requestParameters, resource]] of calls.entries()) {
    addDataEvent(account, {
      role,
      sessionName,
      eventSource,
      eventName,
      at: at + index * 1000,
      requestParameters,
      resources: [{ ...resource, accountId: ACCOUNT_ID }],
    });
  }
}

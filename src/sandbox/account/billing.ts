import { DAY_MS, HOUR_MS } from '../../base/time.ts';
import { addEvent } from '../add-event.ts';
import { addRole, addService, addTask, addTaskDefinition, container } from '../build-account.ts';
import type { SandboxAccount } from '../sandbox-account.ts';
import { awslogs } from './log-configuration.ts';
import { ACCOUNT_ID, HOME_REGION, QUIET_REGION, SECOND_REGION, secretArn, secretsKeyArn } from './names.ts';
import { allow, document } from './statements.ts';
import { startTask } from './task-start.ts';

const FAMILY = 'billing';
const REGIONS = [HOME_REGION, SECOND_REGION];
const INVOICES = 'arn:aws:s3:::billing-invoices-418295736412';

/**
 * One role as both task and execution role, in two Regions, with wildcards; any ECS task of any account's confused
 * deputy may assume it. The application reads a tax secret in a Region where nothing of it runs.
 */
export function addBilling(account: SandboxAccount): void {
  const role = addRole(account, {
    name: 'billing-service',
    createdAt: account.now - 520 * DAY_MS,
    trustPolicy: document({
      Effect: 'Allow',
      Principal: { Service: 'ecs-tasks.amazonaws.com' },
      Action: 'sts:AssumeRole',
    }),
    inlinePolicies: { 'billing-execution': executionPolicy(), 'billing-application': applicationPolicy() },
    tags: { team: 'finance' },
    lastUsed: { at: account.now - 6 * HOUR_MS, region: SECOND_REGION },
  });
  for (const region of REGIONS) {
    const secret = secretArn(region, 'billing/stripe', 'Zt81Xc');
    const current = addTaskDefinition(account, {
      region,
      family: FAMILY,
      taskRoleArn: role,
      executionRoleArn: role,
      registeredAt: account.now - 130 * DAY_MS,
      containerDefinitions: [
        container(account, FAMILY, region, {
          secrets: [{ name: 'STRIPE_KEY', valueFrom: secret }],
          logConfiguration: awslogs(FAMILY, region),
        }),
      ],
    });
    addService(account, { name: FAMILY, taskDefinitionArn: current });
    for (const days of [74, 38, 11]) {
      const at = account.now - days * DAY_MS + 4 * HOUR_MS;
      const key = secretsKeyArn(region);
      const id = startTask(account, { family: FAMILY, region, at, executionRole: role, secrets: [secret], key });
      if (days === 11) addTask(account, { id, taskDefinitionArn: current, service: FAMILY });
      addApplicationUse(account, role, id, region, at + HOUR_MS);
    }
  }
}

function executionPolicy() {
  return document(
    allow(
      [
        'ecr:GetAuthorizationToken',
        'ecr:BatchCheckLayerAvailability',
        'ecr:BatchGetImage',
        'ecr:GetDownloadUrlForLayer',
        'logs:CreateLogGroup',
        'logs:CreateLogStream',
        'logs:PutLogEvents',
      ],
      '*',
    ),
    allow(['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret', 'secretsmanager:PutSecretValue'], '*'),
  );
}

function applicationPolicy() {
  return document(
    allow('s3:*', [INVOICES, `${INVOICES}/*`], { Sid: 'Invoices' }),
    allow(['ses:SendEmail', 'ses:SendRawEmail', 'ses:CreateTemplate', 'ses:DeleteIdentity'], '*', { Sid: 'Mail' }),
    allow(['kms:Decrypt', 'kms:GenerateDataKey', 'kms:CreateGrant', 'kms:ScheduleKeyDeletion'], '*', { Sid: 'Keys' }),
    allow(['sqs:SendMessage', 'sqs:CreateQueue', 'sqs:DeleteQueue'], `arn:aws:sqs:*:${ACCOUNT_ID}:billing-*`),
  );
}

function addApplicationUse(
  account: SandboxAccount,
  role: string,
  sessionName: string,
  region: string,
  at: number,
): void {
  const session = { role, sessionName };
  addEvent(account, {
    ...session,
    region,
    eventSource: 'kms.amazonaws.com',
    eventName: 'GenerateDataKey',
    at,
    requestParameters: { keyId: secretsKeyArn(region), keySpec: 'AES_256' },
    resources: [{ ARN: secretsKeyArn(region), accountId: ACCOUNT_ID, type: 'AWS::KMS::Key' }],
  });
  addEvent(account, {
    ...session,
    region,
    eventSource: 's3.amazonaws.com',
    eventName: 'GetBucketLocation',
    at: at + 1000,
    requestParameters: { bucketName: INVOICES.slice('arn:aws:s3:::'.length), location: '' },
    resources: [{ ARN: INVOICES, accountId: ACCOUNT_ID, type: 'AWS::S3::Bucket' }],
  });
  addEvent(account, {
    ...session,
    region: QUIET_REGION,
    eventSource: 'secretsmanager.amazonaws.com',
    eventName: 'DescribeSecret',
    at: at + 2000,
    requestParameters: { secretId: 'billing/tax-rates' },
  });
}

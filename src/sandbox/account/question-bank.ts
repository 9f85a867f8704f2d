import { DAY_MS, HOUR_MS } from '../../base/time.ts';
import { addEvent } from '../add-event.ts';
import { addRole, addService, addTask, addTaskDefinition, container } from '../build-account.ts';
import type { SandboxAccount } from '../sandbox-account.ts';
import { awsManaged, TASK_EXECUTION_POLICY } from './aws-managed-policies.ts';
import { awslogs } from './log-configuration.ts';
import { ACCOUNT_ID, HOME_REGION, secretArn } from './names.ts';
import { startTask } from './task-start.ts';

const FAMILY = 'QuestionBank';
const SECRET = secretArn(HOME_REGION, 'QuestionBank/rds', 'b7KpLm');

/** The application that attached whatever AWS offered: eight managed policies, of which a handful of actions is used. */
export function addQuestionBank(account: SandboxAccount): void {
  const lastUsed = { at: account.now - 5 * HOUR_MS, region: HOME_REGION };
  const executionRole = addRole(account, {
    name: 'QuestionBankExecutionRole',
    createdAt: account.now - 610 * DAY_MS,
    attached: [
      TASK_EXECUTION_POLICY,
      awsManaged('AmazonEC2ContainerRegistryReadOnly'),
      awsManaged('CloudWatchLogsFullAccess'),
      awsManaged('SecretsManagerReadWrite'),
    ],
    tags: { team: 'learning' },
    lastUsed,
  });
  const taskRole = addRole(account, {
    name: 'QuestionBankTaskRole',
    createdAt: account.now - 610 * DAY_MS,
    attached: [
      awsManaged('AmazonRDSReadOnlyAccess'),
      awsManaged('AmazonSSMReadOnlyAccess'),
      awsManaged('CloudWatchLogsFullAccess'),
      awsManaged('SecretsManagerReadWrite'),
    ],
    tags: { team: 'learning' },
    lastUsed,
  });
  let current = '';
  for (const age of [300, 45]) {
    current = addTaskDefinition(account, {
      family: FAMILY,
      taskRoleArn: taskRole,
      executionRoleArn: executionRole,
      registeredAt: account.now - age * DAY_MS,
      cpu: '1024',
      memory: '2048',
      containerDefinitions: [
        container(account, 'questionbank', HOME_REGION, {
          secrets: [{ name: 'DB_PASSWORD', valueFrom: SECRET }],
          logConfiguration: awslogs(FAMILY, HOME_REGION),
        }),
      ],
    });
  }
  addService(account, { name: FAMILY, taskDefinitionArn: current, desiredCount: 2 });
  for (const days of [78, 45, 19, 4]) {
    const at = account.now - days * DAY_MS + 9 * HOUR_MS;
    const id = startTask(account, {
      family: FAMILY,
      region: HOME_REGION,
      at,
      executionRole,
      taskRole,
      secrets: [SECRET],
    });
    if (days < 20) addTask(account, { id, taskDefinitionArn: current, service: FAMILY });
    addApplicationUse(account, taskRole, id, at + HOUR_MS);
  }
}

function addApplicationUse(account: SandboxAccount, role: string, sessionName: string, at: number): void {
  const calls = [
    ['secretsmanager.amazonaws.com', 'GetSecretValue', { secretId: SECRET }],
    ['rds.amazonaws.com', 'DescribeDBInstances', { dBInstanceIdentifier: 'questionbank' }],
    ['ssm.amazonaws.com', 'GetParameter', { name: '/QuestionBank/feature-flags', withDecryption: false }],
    ['logs.amazonaws.com', 'CreateLogStream', { logGroupName: '/app/QuestionBank', logStreamName: sessionName }],
  ] as const;
  for (const [index, [eventSource, eventName, requestParameters]] of calls.entries()) {
    addEvent(account, {
      role,
      sessionName,
      eventSource,
      eventName,
      requestParameters,
      at: at + index * 1000,
      userAgent: 'Boto3/1.40.61 md/Botocore#1.40.61 lang/python#3.12.8',
      ...(eventName === 'DescribeDBInstances'
        ? { resources: [{ ARN: `arn:aws:rds:${HOME_REGION}:${ACCOUNT_ID}:db:questionbank`, accountId: ACCOUNT_ID }] }
        : {}),
    });
  }
}

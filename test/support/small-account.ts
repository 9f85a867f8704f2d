import { DAY_MS, HOUR_MS } from '../../src/base/time.ts';
import { addEvent } from '../../src/sandbox/add-event.ts';
import {
  addManagedPolicy,
  addRole,
  addService,
  addTask,
  addTaskDefinition,
  container,
} from '../../src/sandbox/build-account.ts';
import { emptyAccount, type SandboxAccount } from '../../src/sandbox/sandbox-account.ts';

/** What opens Slack's Web API in the small account, and the channel that it opens. */
export const SMALL_TOKEN = 'xoxb-1-canary-of-the-token';
export const SMALL_CHANNEL = 'C0123456789';

/** The roles of the small account, by what they are there to show. */
export interface SmallAccount {
  readonly account: SandboxAccount;
  readonly executionRole: string;
  readonly taskRole: string;
}

/**
 * A small account that has everything an audit asks for: two Regions, an execution role that uses its permissions, a task
 * role of which a managed and an inline policy grant more than is used, a service, a task with an override.
 */
export function smallAccount(now: number): SmallAccount {
  const account = emptyAccount({ now, regions: ['us-east-1', 'eu-west-1'] });
  account.secrets.push({
    region: 'us-east-1',
    name: 'ecs-role-auditor/slack-webhook',
    value: JSON.stringify({ url: '{endpoint}/services/T0SANDBOX/B0SANDBOX/small' }),
    createdAt: now - 100 * DAY_MS,
  });
  account.parameters.push({
    region: 'us-east-1',
    name: '/ecs-role-auditor/slack-webhook',
    value: '{endpoint}/services/T0SANDBOX/B0SANDBOX/small',
    createdAt: now - 100 * DAY_MS,
  });
  account.slackWebhooks.push('/services/T0SANDBOX/B0SANDBOX/small');
  const bot = JSON.stringify({ token: SMALL_TOKEN, apiUrl: '{endpoint}/api/' });
  const createdAt = now - 100 * DAY_MS;
  account.secrets.push({ region: 'us-east-1', name: 'ecs-role-auditor/slack-token', value: bot, createdAt });
  account.parameters.push({ region: 'us-east-1', name: '/ecs-role-auditor/slack-token', value: bot, createdAt });
  account.slackTokens.push(SMALL_TOKEN);
  account.slackChannels.push({ id: SMALL_CHANNEL, member: true });
  account.topics.push(`arn:aws:sns:eu-west-1:${account.accountId}:audits`);
  account.buckets.push(`ecs-role-auditor-${account.accountId}`);

  const executionPolicy = addManagedPolicy(account, {
    name: 'shop-execution',
    documents: [
      {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Action: ['ecr:GetAuthorizationToken', 'ecr:BatchGetImage'], Resource: '*' },
          { Effect: 'Allow', Action: ['ecr:GetDownloadUrlForLayer', 'ecr:BatchCheckLayerAvailability'], Resource: '*' },
        ],
      },
    ],
  });
  const executionRole = addRole(account, { name: 'shop-execution-role', attached: [executionPolicy] });
  const boundary = addManagedPolicy(account, {
    name: 'developers',
    documents: [{ Version: '2012-10-17', Statement: [{ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }] }],
  });
  const taskRole = addRole(account, {
    name: 'shop-task-role',
    boundary,
    inlinePolicies: {
      app: {
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'Queues',
            Effect: 'Allow',
            Action: ['sqs:GetQueueUrl', 'sqs:CreateQueue', 'sqs:SendMessage'],
            Resource: '*',
          },
          {
            Sid: 'Secrets',
            Effect: 'Allow',
            Action: ['secretsmanager:GetSecretValue', 'secretsmanager:ListSecrets'],
            Resource: '*',
          },
          { Sid: 'Roles', Effect: 'Allow', Action: 'iam:PassRole', Resource: '*' },
        ],
      },
    },
  });
  const definition = addTaskDefinition(account, {
    family: 'shop',
    taskRoleArn: taskRole,
    executionRoleArn: executionRole,
    containerDefinitions: [container(account, 'shop', 'us-east-1')],
  });
  const abroad = addTaskDefinition(account, {
    family: 'shop',
    region: 'eu-west-1',
    taskRoleArn: taskRole,
    executionRoleArn: executionRole,
  });
  addService(account, { name: 'shop', taskDefinitionArn: definition });
  addTask(account, { taskDefinitionArn: definition, overrides: { taskRoleArn: taskRole } });
  addTask(account, { taskDefinitionArn: definition });
  addTask(account, { taskDefinitionArn: abroad });

  const ofNodes = addManagedPolicy(account, {
    name: 'AmazonEC2ContainerServiceforEC2Role',
    awsManaged: true,
    documents: [
      { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'logs:CreateLogStream', Resource: '*' }] },
    ],
  });
  addRole(account, { name: 'node-role', attached: [ofNodes] });
  account.instances.push({ region: 'us-east-1', cluster: 'main', id: 'i-0small', roleName: 'node-role' });
  const roleless = addTaskDefinition(account, {
    family: 'node-cron',
    requiresCompatibilities: ['EC2'],
    containerDefinitions: [container(account, 'node-cron', 'us-east-1', { image: 'busybox' })],
  });
  addTask(account, { taskDefinitionArn: roleless, launchType: 'EC2', instance: 'i-0small' });

  account.daemonTaskDefinitions.push({
    region: 'us-east-1',
    family: 'node-agent',
    revision: 1,
    status: 'ACTIVE',
    executionRoleArn: executionRole,
    containerDefinitions: [container(account, 'node-agent', 'us-east-1')],
    registeredAt: now - 100 * DAY_MS,
    registeredBy: executionRole,
  });
  account.daemons.push({
    region: 'us-east-1',
    cluster: 'main',
    name: 'node-agent',
    daemonTaskDefinitionArn: `arn:aws:ecs:us-east-1:${account.accountId}:daemon-task-definition/node-agent:1`,
    enableExecuteCommand: false,
    createdAt: now - 100 * DAY_MS,
  });

  for (let days = 1; days < 88; days += 6) {
    const at = now - days * DAY_MS - 3 * HOUR_MS;
    addEvent(account, {
      eventSource: 'ecr.amazonaws.com',
      eventName: 'GetAuthorizationToken',
      at,
      role: executionRole,
    });
    addEvent(account, { eventSource: 'ecr.amazonaws.com', eventName: 'BatchGetImage', at, role: executionRole });
    addEvent(account, { eventSource: 'secretsmanager.amazonaws.com', eventName: 'GetSecretValue', at, role: taskRole });
    addEvent(account, {
      eventSource: 'sqs.amazonaws.com',
      eventName: 'GetQueueUrl',
      at,
      role: taskRole,
      region: 'eu-west-1',
    });
  }
  return { account, executionRole, taskRole };
}

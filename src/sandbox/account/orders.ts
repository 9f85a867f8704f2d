import { DAY_MS, HOUR_MS } from '../../base/time.ts';
import { addDataEvent, addEvent } from '../add-event.ts';
import { addRole, addService, addTask, addTaskDefinition, container } from '../build-account.ts';
import type { SandboxAccount } from '../sandbox-account.ts';
import { awsManaged, TASK_EXECUTION_POLICY } from './aws-managed-policies.ts';
import { awslogs } from './log-configuration.ts';
import { ACCOUNT_ID, HOME_REGION } from './names.ts';
import { allow, document } from './statements.ts';
import { startTask } from './task-start.ts';

const FAMILY = 'orders';
const INSTANCE = 'i-0c4f1e2a9b7d83e56';
const TABLE = `arn:aws:dynamodb:${HOME_REGION}:${ACCOUNT_ID}:table/orders`;

/**
 * The application whose DynamoDB permissions were put on the execution role. It has no task role, so its calls are made
 * with the container instance's role and denied. Its log group was to be created by ECS, which the execution role may not.
 */
export function addOrders(account: SandboxAccount): void {
  const executionRole = addRole(account, {
    name: 'orders-execution',
    createdAt: account.now - 240 * DAY_MS,
    attached: [TASK_EXECUTION_POLICY],
    inlinePolicies: {
      'orders-table': document(
        allow(
          [
            'dynamodb:DescribeTable',
            'dynamodb:GetItem',
            'dynamodb:PutItem',
            'dynamodb:UpdateItem',
            'dynamodb:DeleteItem',
            'dynamodb:Query',
          ],
          [TABLE, `${TABLE}/index/*`],
        ),
      ),
    },
    tags: { team: 'commerce' },
    lastUsed: { at: account.now - 2 * DAY_MS, region: HOME_REGION },
  });
  const instanceRole = addRole(account, {
    name: 'ecsInstanceRole',
    createdAt: account.now - 900 * DAY_MS,
    trustPolicy: document({ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }),
    attached: [awsManaged('service-role/AmazonEC2ContainerServiceforEC2Role')],
    lastUsed: { at: account.now - HOUR_MS, region: HOME_REGION },
  });
  const current = addTaskDefinition(account, {
    family: FAMILY,
    executionRoleArn: executionRole,
    registeredAt: account.now - 70 * DAY_MS,
    networkMode: 'bridge',
    requiresCompatibilities: ['EC2'],
    containerDefinitions: [
      container(account, FAMILY, HOME_REGION, {
        environment: [{ name: 'ORDERS_TABLE', value: 'orders' }],
        logConfiguration: awslogs(FAMILY, HOME_REGION, { 'awslogs-create-group': 'true' }),
      }),
    ],
  });
  account.instances.push({ region: HOME_REGION, cluster: 'main', id: INSTANCE, roleName: 'ecsInstanceRole' });
  addService(account, { name: FAMILY, taskDefinitionArn: current, launchType: 'EC2' });
  for (const days of [69, 33, 2]) {
    const at = account.now - days * DAY_MS + 5 * HOUR_MS;
    const id = startTask(account, { family: FAMILY, region: HOME_REGION, at, executionRole });
    if (days === 2) {
      addTask(account, {
        id,
        taskDefinitionArn: current,
        service: FAMILY,
        launchType: 'EC2',
        instance: INSTANCE,
      });
    }
    if (days === 69) addDeniedLogGroup(account, executionRole, id, at - HOUR_MS);
    addDeniedCalls(account, instanceRole, at + 60_000);
  }
}

function addDeniedLogGroup(account: SandboxAccount, role: string, sessionName: string, at: number): void {
  addEvent(account, {
    role,
    sessionName,
    eventSource: 'logs.amazonaws.com',
    eventName: 'CreateLogGroup',
    at,
    errorCode: 'AccessDenied',
    errorMessage:
      `User: arn:aws:sts::${ACCOUNT_ID}:assumed-role/orders-execution/${sessionName} is not authorized to perform: ` +
      `logs:CreateLogGroup on resource: arn:aws:logs:${HOME_REGION}:${ACCOUNT_ID}:log-group:/ecs/orders:log-stream: ` +
      'because no identity-based policy allows the logs:CreateLogGroup action',
    requestParameters: { logGroupName: '/ecs/orders' },
  });
}

function addDeniedCalls(account: SandboxAccount, instanceRole: string, at: number): void {
  const session = INSTANCE;
  const denied = (action: string) => ({
    role: instanceRole,
    sessionName: session,
    eventSource: 'dynamodb.amazonaws.com',
    eventName: action,
    errorCode: 'AccessDenied',
    errorMessage:
      `User: arn:aws:sts::${ACCOUNT_ID}:assumed-role/ecsInstanceRole/${session} is not authorized to perform: ` +
      `dynamodb:${action} on resource: ${TABLE} because no identity-based policy allows the dynamodb:${action} action`,
    userAgent: 'aws-sdk-java/2.33.4 md/io#sync md/http#Apache lang/java#21.0.8',
  });
  addEvent(account, { ...denied('DescribeTable'), at, requestParameters: { tableName: 'orders' } });
  addDataEvent(account, {
    ...denied('GetItem'),
    at: at + 2000,
    resources: [{ ARN: TABLE, accountId: ACCOUNT_ID, type: 'AWS::DynamoDB::Table' }],
  });
}

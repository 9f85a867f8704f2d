import { DAY_MS, HOUR_MS } from '../../base/time.ts';
import { addEvent } from '../add-event.ts';
import { addManagedPolicy, addRole, addTaskDefinition, container } from '../build-account.ts';
import type { SandboxAccount } from '../sandbox-account.ts';
import { awslogs } from './log-configuration.ts';
import { ACCOUNT_ID, SECOND_REGION } from './names.ts';
import { allow, document } from './statements.ts';
import { startTask } from './task-start.ts';

const FAMILY = 'reports';
const RESULTS = 'arn:aws:s3:::reports-results-418295736412';

/** The application with the hard policy: NotAction, Deny, a condition, and a permissions boundary around it all. */
export function addReports(account: SandboxAccount, executionRole: string): void {
  const boundary = addManagedPolicy(account, {
    name: 'analytics-boundary',
    createdAt: account.now - 500 * DAY_MS,
    documents: [
      document(
        allow(['athena:*', 'glue:Get*', 'glue:BatchGet*', 's3:*', 'logs:*', 'kms:Decrypt', 'ec2:DescribeRegions'], '*'),
      ),
    ],
  });
  const taskRole = addRole(account, {
    name: 'reports-task',
    createdAt: account.now - 430 * DAY_MS,
    boundary,
    inlinePolicies: {
      reports: document(
        {
          Sid: 'EverythingButIdentity',
          Effect: 'Allow',
          NotAction: ['iam:*', 'organizations:*', 'account:*', 'sts:*', 's3:*', 'glue:*', 'ec2:*', 'kms:*'],
          Resource: '*',
          Condition: { StringEquals: { 'aws:RequestedRegion': SECOND_REGION } },
        },
        allow(['glue:GetDatabase', 'glue:GetTable', 'glue:GetTables', 'glue:GetPartitions'], '*', { Sid: 'Catalogue' }),
        allow(['s3:GetObject', 's3:PutObject', 's3:ListBucket', 's3:GetBucketLocation'], [RESULTS, `${RESULTS}/*`], {
          Sid: 'Results',
        }),
        { Sid: 'NeverDelete', Effect: 'Deny', Action: ['athena:Delete*', 's3:Delete*', 'logs:Delete*'], Resource: '*' },
      ),
    },
    tags: { team: 'analytics' },
    lastUsed: { at: account.now - 7 * HOUR_MS, region: SECOND_REGION },
  });
  addTaskDefinition(account, {
    region: SECOND_REGION,
    family: FAMILY,
    taskRoleArn: taskRole,
    executionRoleArn: executionRole,
    registeredAt: account.now - 85 * DAY_MS,
    cpu: '2048',
    memory: '4096',
    containerDefinitions: [
      container(account, FAMILY, SECOND_REGION, { logConfiguration: awslogs(FAMILY, SECOND_REGION) }),
    ],
  });
  for (const days of [77, 49, 28, 7]) {
    const at = account.now - days * DAY_MS + 2 * HOUR_MS;
    const sessionName = startTask(account, { family: FAMILY, region: SECOND_REGION, at, executionRole, taskRole });
    addQuery(account, taskRole, sessionName, at + 5 * 60_000);
  }
}

function addQuery(account: SandboxAccount, role: string, sessionName: string, at: number): void {
  const workGroup = `arn:aws:athena:${SECOND_REGION}:${ACCOUNT_ID}:workgroup/reports`;
  const calls = [
    { eventSource: 'athena.amazonaws.com', eventName: 'StartQueryExecution', requestParameters: { workGroup } },
    {
      eventSource: 'glue.amazonaws.com',
      eventName: 'GetTable',
      requestParameters: { databaseName: 'sales', name: 'invoices' },
      invokedBy: 'athena.amazonaws.com',
    },
    { eventSource: 'athena.amazonaws.com', eventName: 'GetQueryExecution' },
    { eventSource: 'athena.amazonaws.com', eventName: 'GetQueryResults' },
  ];
  for (const [index, call] of calls.entries()) {
    addEvent(account, { role, sessionName, region: SECOND_REGION, at: at + index * 3000, ...call });
  }
}

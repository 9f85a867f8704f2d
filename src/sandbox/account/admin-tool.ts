import { DAY_MS, HOUR_MS } from '../../base/time.ts';
import { addEvent } from '../add-event.ts';
import { addRole, addService, addTaskDefinition, container } from '../build-account.ts';
import type { SandboxAccount } from '../sandbox-account.ts';
import { awsManaged } from './aws-managed-policies.ts';
import { awslogs } from './log-configuration.ts';
import { HOME_REGION, SECOND_REGION } from './names.ts';
import { startTask } from './task-start.ts';

const FAMILY = 'admin-tool';

/** The application with AdministratorAccess. It runs in Europe; what it asks of IAM is recorded in us-east-1. */
export function addAdminTool(account: SandboxAccount, executionRole: string): void {
  const taskRole = addRole(account, {
    name: 'admin-tool-task',
    createdAt: account.now - 700 * DAY_MS,
    attached: [awsManaged('AdministratorAccess')],
    tags: { team: 'platform' },
    lastUsed: { at: account.now - 9 * HOUR_MS, region: SECOND_REGION },
  });
  const current = addTaskDefinition(account, {
    region: SECOND_REGION,
    family: FAMILY,
    taskRoleArn: taskRole,
    executionRoleArn: executionRole,
    registeredAt: account.now - 200 * DAY_MS,
    containerDefinitions: [
      container(account, FAMILY, SECOND_REGION, { logConfiguration: awslogs(FAMILY, SECOND_REGION) }),
    ],
  });
  addService(account, { name: FAMILY, taskDefinitionArn: current, enableExecuteCommand: true });
  for (const days of [71, 36, 9]) {
    const at = account.now - days * DAY_MS + 10 * HOUR_MS;
    const sessionName = startTask(account, { family: FAMILY, region: SECOND_REGION, at, executionRole, taskRole });
    const session = { role: taskRole, sessionName, at: at + HOUR_MS };
    addEvent(account, {
      ...session,
      region: SECOND_REGION,
      eventSource: 'ec2.amazonaws.com',
      eventName: 'DescribeInstances',
    });
    addEvent(account, {
      ...session,
      region: SECOND_REGION,
      eventSource: 'ecs.amazonaws.com',
      eventName: 'DescribeServices',
    });
    addEvent(account, { ...session, region: HOME_REGION, eventSource: 'iam.amazonaws.com', eventName: 'ListUsers' });
  }
}

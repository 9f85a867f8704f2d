import { DAY_MS, HOUR_MS } from '../../base/time.ts';
import { addRole } from '../build-account.ts';
import type { SandboxAccount } from '../sandbox-account.ts';
import { awsManaged } from './aws-managed-policies.ts';
import { ACCOUNT_ID, HOME_REGION } from './names.ts';
import { startTask } from './task-start.ts';

const FAMILY = 'node-telemetry';

/** A daemon on every instance of the EC2 capacity; daemons have task definitions of their own kind. */
export function addNodeTelemetry(account: SandboxAccount, executionRole: string): void {
  const taskRole = addRole(account, {
    name: 'node-telemetry-task',
    createdAt: account.now - 150 * DAY_MS,
    attached: [awsManaged('AWSXRayDaemonWriteAccess')],
    tags: { team: 'platform' },
    lastUsed: { at: account.now - HOUR_MS, region: HOME_REGION },
  });
  for (const revision of [1, 2]) {
    account.daemonTaskDefinitions.push({
      region: HOME_REGION,
      family: FAMILY,
      revision,
      status: 'ACTIVE',
      taskRoleArn: taskRole,
      executionRoleArn: executionRole,
      containerDefinitions: [
        { name: FAMILY, image: 'public.ecr.aws/xray/aws-xray-daemon:3.x', essential: true, memory: 128 },
      ],
      registeredAt: account.now - (150 - revision * 20) * DAY_MS,
      registeredBy: `arn:aws:sts::${ACCOUNT_ID}:assumed-role/github-deploy/GitHubActions`,
    });
  }
  account.daemons.push({
    region: HOME_REGION,
    cluster: 'main',
    name: FAMILY,
    daemonTaskDefinitionArn: `arn:aws:ecs:${HOME_REGION}:${ACCOUNT_ID}:daemon-task-definition/${FAMILY}:2`,
    enableExecuteCommand: false,
    createdAt: account.now - 110 * DAY_MS,
  });
  for (const days of [60, 15]) {
    const at = account.now - days * DAY_MS;
    startTask(account, { family: FAMILY, region: HOME_REGION, at, executionRole, taskRole, pull: false });
  }
}

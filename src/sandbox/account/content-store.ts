import { DAY_MS, HOUR_MS } from '../../base/time.ts';
import { addRole, addService, addTask, addTaskDefinition, container } from '../build-account.ts';
import type { SandboxAccount } from '../sandbox-account.ts';
import type { JsonObject } from '../wire/json.ts';
import { TASK_EXECUTION_POLICY } from './aws-managed-policies.ts';
import { awslogs } from './log-configuration.ts';
import { ACCOUNT_ID, HOME_REGION } from './names.ts';
import { allow, document } from './statements.ts';
import { startTask } from './task-start.ts';

const FAMILY = 'content-store';
const FILE_SYSTEM = `arn:aws:elasticfilesystem:${HOME_REGION}:${ACCOUNT_ID}:file-system/fs-0a6c1f42d9e7b3581`;
const CONFIGURATION = 'arn:aws:s3:::configuration-418295736412';

/**
 * The application whose task definition declares much: an EFS volume with IAM authorisation, ECS Exec, and in a
 * revision that is not deployed yet an environment file, for which its execution role lacks s3:GetBucketLocation.
 */
export function addContentStore(account: SandboxAccount): void {
  const executionRole = addRole(account, {
    name: 'content-store-execution',
    createdAt: account.now - 290 * DAY_MS,
    attached: [TASK_EXECUTION_POLICY],
    inlinePolicies: { environment: document(allow('s3:GetObject', `${CONFIGURATION}/content-store.env`)) },
    lastUsed: { at: account.now - 13 * DAY_MS, region: HOME_REGION },
  });
  const taskRole = addRole(account, {
    name: 'content-store-task',
    createdAt: account.now - 290 * DAY_MS,
    inlinePolicies: {
      files: document(
        allow(['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite'], FILE_SYSTEM, { Sid: 'Mount' }),
        allow(['elasticfilesystem:DescribeMountTargets', 'elasticfilesystem:DeleteFileSystem'], '*'),
      ),
      exec: document(
        allow(
          [
            'ssmmessages:CreateControlChannel',
            'ssmmessages:CreateDataChannel',
            'ssmmessages:OpenControlChannel',
            'ssmmessages:OpenDataChannel',
          ],
          '*',
        ),
      ),
    },
    lastUsed: { at: account.now - 13 * DAY_MS, region: HOME_REGION },
  });
  const revision = (days: number, environmentFiles: readonly JsonObject[]) =>
    addTaskDefinition(account, {
      family: FAMILY,
      taskRoleArn: taskRole,
      executionRoleArn: executionRole,
      registeredAt: account.now - days * DAY_MS,
      volumes: [
        {
          name: 'content',
          efsVolumeConfiguration: {
            fileSystemId: 'fs-0a6c1f42d9e7b3581',
            rootDirectory: '/',
            transitEncryption: 'ENABLED',
            authorizationConfig: { iam: 'ENABLED' },
          },
        },
      ],
      containerDefinitions: [
        container(account, FAMILY, HOME_REGION, {
          environmentFiles,
          mountPoints: [{ sourceVolume: 'content', containerPath: '/content', readOnly: false }],
          logConfiguration: awslogs(FAMILY, HOME_REGION),
        }),
      ],
    });
  const current = revision(95, []);
  revision(3, [{ type: 's3', value: `${CONFIGURATION}/content-store.env` }]);
  addService(account, { name: FAMILY, taskDefinitionArn: current, enableExecuteCommand: true });
  for (const days of [79, 13]) {
    const at = account.now - days * DAY_MS + 3 * HOUR_MS;
    const id = startTask(account, { family: FAMILY, region: HOME_REGION, at, executionRole, taskRole });
    if (days === 13) {
      addTask(account, { id, taskDefinitionArn: current, service: FAMILY, enableExecuteCommand: true });
    }
  }
}

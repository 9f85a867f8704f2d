import { DAY_MS, HOUR_MS } from '../../base/time.ts';
import { addRole } from '../build-account.ts';
import type { SandboxAccount } from '../sandbox-account.ts';
import { TASK_EXECUTION_POLICY } from './aws-managed-policies.ts';
import { HOME_REGION } from './names.ts';
import { document } from './statements.ts';

/** The execution role that was made once and that most families share. Returns its ARN. */
export function addSharedExecutionRole(account: SandboxAccount): string {
  return addRole(account, {
    name: 'ecsSharedExecutionRole',
    createdAt: account.now - 1_400 * DAY_MS,
    trustPolicy: document({
      Sid: '',
      Effect: 'Allow',
      Principal: { Service: 'ecs-tasks.amazonaws.com' },
      Action: 'sts:AssumeRole',
    }),
    attached: [TASK_EXECUTION_POLICY],
    lastUsed: { at: account.now - HOUR_MS, region: HOME_REGION },
  });
}

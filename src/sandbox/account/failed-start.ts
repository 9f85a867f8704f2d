import { DAY_MS, MINUTE_MS } from '../../base/time.ts';
import { addTask } from '../build-account.ts';
import type { SandboxAccount } from '../sandbox-account.ts';
import { ACCOUNT_ID, HOME_REGION } from './names.ts';

/** The task of the demonstration that does not start. */
export const FAILED_TASK = '3f8a1c0e5b7d4a2f9c6e0d1b2a3f4c5d';

/**
 * Somebody tried the revision of content-store that has an environment file, twenty minutes ago: its execution role may not ask where the bucket
 * is.
 */
export function addFailedStart(account: SandboxAccount): void {
  const at = account.now - 20 * MINUTE_MS;
  addTask(account, {
    id: FAILED_TASK,
    taskDefinitionArn: `arn:aws:ecs:${HOME_REGION}:${ACCOUNT_ID}:task-definition/content-store:2`,
    service: 'content-store',
    startedAt: at - DAY_MS,
    stopped: {
      at,
      code: 'TaskFailedToStart',
      reason:
        'ResourceInitializationError: failed to download env files: file download command: non empty error stream: operation error S3: GetBucketLocation, https response error StatusCode: 403, api error AccessDenied: ' +
        `User: arn:aws:sts::${ACCOUNT_ID}:assumed-role/content-store-execution/${FAILED_TASK} is not authorized to perform: s3:GetBucketLocation ` +
        'on resource: "arn:aws:s3:::configuration-418295736412" because no identity-based policy allows the s3:GetBucketLocation action',
    },
  });
}

import { toIncomplete } from '../aws/client/aws-error.ts';
import { type AwsSession, openSession, type SessionOptions } from '../aws/client/session.ts';
import { openEcsRegion } from '../aws/ecs/ecs-region.ts';
import { describeTaskDefinition } from '../aws/ecs/ecs-task-definitions.ts';
import { readRoleIdentity } from '../aws/iam/role-identity.ts';
import { createS3Ledger } from '../aws/s3/s3-ledger.ts';
import { createSecurityHub } from '../aws/security-hub/security-hub.ts';
import type { AccountId } from '../base/account-id.ts';
import type { PartialResult } from '../base/incomplete.ts';
import { partitionOfRegion } from '../base/partition.ts';
import { type Config, ConfigError } from '../config/config.ts';
import type { StartFailure } from '../diagnosis/start-failure.ts';
import { parseRoleReference } from '../ecs/role-reference.ts';
import type { FailedRole } from '../findings/start-failure-finding.ts';
import { accountOf, type RoleArn } from '../iam/arn.ts';
import { createDirectoryLedger } from '../local/directory-ledger.ts';
import type { Clock, Deadline } from '../ports.ts';
import type { StartWatch } from '../task-starts/watch-task-starts.ts';
import { notifiersOf } from './notifiers.ts';

/** What watching brings along besides its configuration. */
export interface StartWatchEnvironment {
  readonly accountId: AccountId;
  readonly deadline: Deadline;
  readonly clock?: Clock;
  readonly aws?: Pick<SessionOptions, 'region' | 'credentials' | 'endpoint' | 'rateLimited' | 'loggerOf'>;
}

/**
 * Puts the real world into the watch over tasks that do not start.
 *
 * @throws {ConfigError} when no place is configured to keep what was told
 */
export async function openStartWatch(
  config: Config,
  { accountId, deadline, aws, clock = { now: () => Date.now() } }: StartWatchEnvironment,
): Promise<StartWatch & { close(): void }> {
  const { ledger } = config;
  if (ledger === undefined) {
    throw new ConfigError('Cannot watch tasks: AUDITOR_LEDGER is "none", expected where to keep what was told');
  }
  const session = await openSession({ ...aws, signal: deadline.signal, requestTimeout: 10_000 });
  const partition = partitionOfRegion(session.region);
  return {
    clock,
    deadline,
    store:
      ledger.kind === 's3' ? createS3Ledger(session, ledger.bucket, ledger.prefix) : createDirectoryLedger(ledger.path),
    notifiers: config.notify ? notifiersOf(config.notifications, session, deadline) : [],
    ...(config.publish && { sink: createSecurityHub(session, { accountId, partition, clock }) }),
    severities: config.audit.severities,
    exceptions: config.audit.exceptions,
    publishFrom: config.audit.publishFrom,
    roleOf: (failure) => roleOf(session, failure),
    close: () => session.close(),
  };
}

async function roleOf(session: AwsSession, failure: StartFailure): Promise<PartialResult<FailedRole | undefined>> {
  const what = `role of a stopped task of ${failure.task.family}`;
  let action = 'ecs:DescribeTaskDefinition';
  try {
    const arn = await roleArnOf(session, failure);
    action = 'iam:GetRole';
    // IAM of another account is not asked.
    const own = arn !== undefined && accountOf(arn) === failure.task.accountId;
    return { value: own ? await readRoleIdentity(session, arn) : undefined, incomplete: [] };
  } catch (error) {
    return { value: undefined, incomplete: [toIncomplete(what, error, { action, region: session.region })] };
  }
}

/** The role that a failure is about, as the task or its definition names it. */
async function roleArnOf(
  session: AwsSession,
  { task, diagnosis, lacking }: StartFailure,
): Promise<RoleArn | undefined> {
  const named = async (): Promise<string | undefined> => {
    if (lacking === 'caller') return undefined;
    if (lacking === 'trust') return diagnosis.resource;
    const field = lacking === 'execution' ? 'executionRoleArn' : 'taskRoleArn';
    if (task.overrides[field] !== undefined) return task.overrides[field];
    const definition = await describeTaskDefinition(openEcsRegion(session, task.region), task.taskDefinitionArn);
    if (!definition.ok) throw new Error(definition.problem);
    return definition.value[field];
  };
  const text = await named();
  const role = text === undefined ? undefined : parseRoleReference(text, task);
  return role?.ok === true ? role.value.arn : undefined;
}

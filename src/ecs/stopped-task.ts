import * as z from 'zod';
import { type AccountId, isAccountId } from '../base/account-id.ts';
import { isRegion, type Region } from '../base/region.ts';
import { ok, problem, type Result } from '../base/result.ts';
import type { EpochMs } from '../base/time.ts';
import { familyAndRevisionOf, parseTaskDefinitionArn, type TaskDefinitionArn } from './task-definition-arn.ts';

/** A task that stopped, as far as it says why. */
export interface StoppedTask {
  readonly taskArn: string;
  readonly taskDefinitionArn: TaskDefinitionArn;
  readonly family: string;
  readonly cluster: string;
  readonly accountId: AccountId;
  readonly partition: string;
  readonly region: Region;
  readonly stopCode: string;
  readonly stoppedAt?: EpochMs;
  /** What ECS says of the task, then of each container; none twice. */
  readonly reasons: readonly string[];
  /** The roles that the task overrides, as given: an ARN or a short name. */
  readonly overrides: { readonly taskRoleArn?: string; readonly executionRoleArn?: string };
}

const TASK_ARN = /^arn:([a-z-]+):ecs:([a-z0-9-]+):(\d{12}):task\/([A-Za-z0-9_-]{1,255})(?:\/[a-zA-Z0-9-]{1,64})?$/;

const text = z.string().max(100_000);

/** The members read of a task, which an event and DescribeTasks give alike; the times of an event are texts. */
const schema = z.object({
  taskArn: z.string().regex(TASK_ARN, 'expected arn:PARTITION:ecs:REGION:ACCOUNT:task/CLUSTER/ID'),
  taskDefinitionArn: text,
  lastStatus: z.literal('STOPPED'),
  stopCode: text.optional(),
  stoppedReason: text.optional(),
  stoppedAt: z.coerce.date().optional(),
  containers: z.array(z.object({ reason: text.optional() })).optional(),
  overrides: z.object({ taskRoleArn: text.optional(), executionRoleArn: text.optional() }).optional(),
});

/** Reads a stopped task, as DescribeTasks or the detail of an ECS Task State Change event gives it. Never repeats what it holds. */
export function parseStoppedTask(raw: unknown): Result<StoppedTask> {
  const parsed = schema.safeParse(raw);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return problem(`Cannot read a stopped task: ${z.core.toDotPath(issue?.path ?? []) || 'it'}: ${issue?.message}`);
  }
  const { taskArn, stopCode = '', stoppedReason, stoppedAt, containers = [], overrides = {} } = parsed.data;
  const definition = parseTaskDefinitionArn(parsed.data.taskDefinitionArn);
  if (!definition.ok) return problem('Cannot read a stopped task: taskDefinitionArn is not that of a revision');
  const [, partition = '', region = '', accountId = '', cluster = ''] = TASK_ARN.exec(taskArn) ?? [];
  if (!isAccountId(accountId) || !isRegion(region)) return problem('Cannot read a stopped task: taskArn has no Region');
  const { taskRoleArn, executionRoleArn } = overrides;
  const reasons = [stoppedReason, ...containers.map(({ reason }) => reason)].filter(
    (reason): reason is string => reason !== undefined && reason.trim() !== '',
  );
  return ok({
    taskArn,
    taskDefinitionArn: definition.value,
    family: familyAndRevisionOf(definition.value).family,
    cluster,
    accountId,
    partition,
    region,
    stopCode,
    ...(stoppedAt !== undefined && { stoppedAt: stoppedAt.getTime() }),
    reasons: [...new Set(reasons)],
    overrides: {
      ...(taskRoleArn && { taskRoleArn }),
      ...(executionRoleArn && { executionRoleArn }),
    },
  });
}

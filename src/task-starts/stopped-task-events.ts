import * as z from 'zod';
import { parseStoppedTask, type StoppedTask } from '../ecs/stopped-task.ts';

/** What an invocation was given. */
export interface StoppedTaskEvents {
  readonly tasks: readonly StoppedTask[];
  /** Why each event that cannot be used cannot; it would be no other if it came again. */
  readonly refused: readonly string[];
}

const batch = z.object({ Records: z.array(z.object({ body: z.string() })) });

const stateChange = z.object({
  source: z.literal('aws.ecs'),
  'detail-type': z.literal('ECS Task State Change'),
  account: z.string(),
  detail: z.unknown(),
});

/**
 * Reads ECS Task State Change events, batched by a queue or one by itself. Each task is read once, however often its event came; those
 * of another account are refused, as nothing may be said of its roles here.
 */
export function stoppedTaskEvents(event: unknown, accountId: string | undefined): StoppedTaskEvents {
  const records = batch.safeParse(event);
  const events = records.success
    ? records.data.Records.map(
        ({ body }) =>
          () =>
            JSON.parse(body),
      )
    : [() => event];
  const tasks = new Map<string, StoppedTask>();
  const refused: string[] = [];
  for (const read of events) {
    try {
      const change = stateChange.safeParse(read());
      const task = change.success ? parseStoppedTask(change.data.detail) : undefined;
      if (task === undefined) refused.push('It is no ECS Task State Change event of EventBridge');
      else if (!task.ok) refused.push(task.problem);
      else if (task.value.accountId !== accountId) refused.push(`The task is of account ${task.value.accountId}`);
      else tasks.set(task.value.taskArn, task.value);
    } catch {
      refused.push('It is no JSON');
    }
  }
  return { tasks: [...tasks.values()], refused };
}

import { readFileSync } from 'node:fs';
import type { TaskStoppedAnswer } from '../../handlers/task-stopped.ts';
import { stoppedAnswerOfHandler } from '../../src/cli/demo-lambda.ts';
import type { Sandbox } from '../../src/sandbox/start-sandbox.ts';
import { handlerEnvironment, type RunOptions } from './run-handler.ts';

/** The detail of an ECS Task State Change event. */
export type TaskDetail = Readonly<Record<string, unknown>> & { readonly taskArn: string };

export interface QueuedEvents {
  readonly Records: readonly { readonly body: string }[];
}

const EVENT = JSON.parse(readFileSync('events/task-stopped.json', 'utf8')) as QueuedEvents;

/** The batch of `events/task-stopped.json`, as if its tasks had stopped a minute ago, changed event by event. */
export function queuedEvents(
  change: (detail: TaskDetail, place: number) => object = () => ({}),
  count = EVENT.Records.length,
): QueuedEvents {
  const Records = Array.from({ length: count }, (_, place) => {
    const record = EVENT.Records[place % EVENT.Records.length] ?? { body: '{}' };
    const event = JSON.parse(record.body) as { readonly detail: TaskDetail };
    const detail = { ...event.detail, stoppedAt: new Date(Date.now() - 60_000).toISOString() };
    return { ...record, body: JSON.stringify({ ...event, detail: { ...detail, ...change(detail, place) } }) };
  });
  return { Records };
}

/** Runs the handler of stopped tasks, unmodified, against a sandbox, in this process. */
export function runTaskStopped(
  sandbox: Sandbox,
  event: unknown,
  environment: RunOptions['environment'] = {},
): Promise<TaskStoppedAnswer> {
  const bucket = `ecs-role-auditor-${sandbox.account.accountId}`;
  const own = { AUDITOR_LEDGER: `s3://${bucket}/task-starts`, ...environment };
  return stoppedAnswerOfHandler(event, handlerEnvironment(sandbox, own), { accountId: sandbox.account.accountId });
}

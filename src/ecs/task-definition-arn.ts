import { ok, problem, type Result } from '../base/result.ts';

/**
 * The ARN of a revision of a task definition, or of a daemon's: `arn:aws:ecs:eu-west-1:123456789012:task-definition/my-app:7`.
 *
 *     arn      = "arn:" partition ":ecs:" region ":" account-id ":" kind "/" family ":" revision
 *     kind     = "task-definition" / "daemon-task-definition"
 *     family   = 1*255 letters, digits, "-" or "_"
 *     revision = a number from 1, without leading zeros
 */
export type TaskDefinitionArn = `arn:${string}:ecs:${string}:${string}:${string}task-definition/${string}:${number}`;

const TASK_DEFINITION_ARN =
  /^arn:[a-z-]+:ecs:[a-z0-9-]+:\d{12}:(?:daemon-)?task-definition\/([A-Za-z0-9_-]{1,255}):([1-9]\d*)$/;

/** Reads the ARN of a revision. */
export function parseTaskDefinitionArn(text: string): Result<TaskDefinitionArn> {
  return isTaskDefinitionArn(text)
    ? ok(text)
    : problem(
        `Cannot parse task-definition ARN "${text}": expected arn:PARTITION:ecs:REGION:ACCOUNT:task-definition/FAMILY:REVISION`,
      );
}

/** Whether a value is the ARN of a revision. */
export function isTaskDefinitionArn(value: unknown): value is TaskDefinitionArn {
  return typeof value === 'string' && TASK_DEFINITION_ARN.test(value);
}

/**
 * The family and the revision that an ARN names: `my-app` and 7.
 *
 * @example
 * ```ts
 * const arn = 'arn:aws:ecs:eu-west-1:123456789012:task-definition/my-app:7';
 * familyAndRevisionOf(arn); // → { family: 'my-app', revision: 7 }
 * ```
 */
export function familyAndRevisionOf(arn: TaskDefinitionArn): { readonly family: string; readonly revision: number } {
  const [, family = '', revision] = TASK_DEFINITION_ARN.exec(arn) ?? [];
  return { family, revision: Number(revision ?? 0) };
}

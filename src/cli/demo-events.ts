import type { SandboxAccount } from '../sandbox/sandbox-account.ts';

/** The events that ECS sends of the stopped tasks of a sandbox, as a queue hands them to the function. */
export function queuedTaskEvents({ tasks, accountId }: SandboxAccount): {
  readonly Records: readonly { readonly body: string }[];
} {
  const Records = tasks.flatMap(({ region, cluster, id, stopped, taskDefinitionArn, overrides }) => {
    if (stopped === undefined) return [];
    const event = {
      source: 'aws.ecs',
      'detail-type': 'ECS Task State Change',
      account: accountId,
      region,
      detail: {
        taskArn: `arn:aws:ecs:${region}:${accountId}:task/${cluster}/${id}`,
        taskDefinitionArn,
        lastStatus: 'STOPPED',
        stopCode: stopped.code,
        stoppedReason: stopped.reason,
        stoppedAt: new Date(stopped.at).toISOString(),
        containers: [],
        overrides,
      },
    };
    return [{ body: JSON.stringify(event) }];
  });
  return { Records };
}

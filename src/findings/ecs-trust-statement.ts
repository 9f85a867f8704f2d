import type { RuleContext } from './rule.ts';

/** The whole statement by which ECS may assume a role for tasks of this account alone, as JSON: every finding about trust proposes the same. */
export function ecsTrustStatement({ accountId, partition }: Pick<RuleContext, 'accountId' | 'partition'>): string {
  return JSON.stringify({
    Effect: 'Allow',
    Principal: { Service: 'ecs-tasks.amazonaws.com' },
    Action: 'sts:AssumeRole',
    Condition: {
      StringEquals: { 'aws:SourceAccount': accountId },
      ArnLike: { 'aws:SourceArn': `arn:${partition}:ecs:*:${accountId}:*` },
    },
  });
}

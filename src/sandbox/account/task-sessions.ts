import { DAY_MS, HOUR_MS } from '../../base/time.ts';
import type { SandboxAccount } from '../sandbox-account.ts';
import { stableHex } from '../stable-id.ts';
import { assumedByEcs } from './task-start.ts';

/** Days ago, some weeks apart, on which tasks took over from others. */
const DAYS = [86, 65, 44, 23, 3];

/** Adds that ECS assumed each role that a definition names for tasks all through the last three months, from the role's and the definition's first day on. */
export function addTaskSessions(account: SandboxAccount): void {
  const created = new Map(account.roles.map(({ arn, createdAt }) => [arn, createdAt]));
  const met = new Set<string>();
  for (const { family, region, registeredAt, taskRoleArn, executionRoleArn } of account.taskDefinitions) {
    for (const role of [taskRoleArn, executionRoleArn]) {
      if (role === undefined || met.has(role)) continue;
      met.add(role);
      const since = Math.max(registeredAt, created.get(role) ?? Number.POSITIVE_INFINITY);
      for (const days of DAYS) {
        const at = account.now - days * DAY_MS - 5 * HOUR_MS;
        if (at > since) assumedByEcs(account, role, stableHex(`${family} ${role} ${days}`, 32), { at, region });
      }
    }
  }
}

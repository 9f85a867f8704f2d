import { joinByRank, larger, mapValues } from '../base/join.ts';
import type { EpochMs } from '../base/time.ts';
import { callKey } from '../cloudtrail/call.ts';
import { countsByWeek } from './bucket-counts.ts';
import { type CallActivity, type Calls, callActivitySince, joinCalls } from './call-activity.ts';
import { joinTaskSessions, type TaskSessions, taskSessionsSince } from './task-sessions.ts';

/** Everything seen of one role id under one name: its calls as they were seen, and who assumed it last. */
export interface RoleActivity {
  readonly calls: Calls;
  readonly assumed?: Assumed;
  /** The tasks that ECS assumed the role for; absent where there are none. */
  readonly tasks?: TaskSessions;
  /** When it was last given to containers: in place of the task role of a definition, or by one that was registered with it. */
  readonly overriddenToAt?: EpochMs;
}

/** That somebody assumed the role: a sign of life, no use of an action. */
export interface Assumed {
  readonly at: EpochMs;
  /** The service or principal ARN that assumed it. */
  readonly by: string;
}

/** Nothing seen. */
export const NO_ACTIVITY: RoleActivity = { calls: new Map() };

/** The later. */
export const laterAssumed = joinByRank<Assumed>(({ at }) => at);

/** Both together. Commutative, associative and idempotent. */
export function joinActivity(a: RoleActivity, b: RoleActivity): RoleActivity {
  const assumed = a.assumed && b.assumed ? laterAssumed(a.assumed, b.assumed) : (a.assumed ?? b.assumed);
  const overriddenToAt =
    a.overriddenToAt && b.overriddenToAt
      ? larger(a.overriddenToAt, b.overriddenToAt)
      : (a.overriddenToAt ?? b.overriddenToAt);
  const tasks = a.tasks && b.tasks ? joinTaskSessions(a.tasks, b.tasks) : (a.tasks ?? b.tasks);
  return {
    calls: joinCalls(a.calls, b.calls),
    ...(assumed === undefined ? {} : { assumed }),
    ...(tasks === undefined ? {} : { tasks }),
    ...(overriddenToAt === undefined ? {} : { overriddenToAt }),
  };
}

/** Without what lies before `from`; nothing where all of it does. */
export function activitySince(activity: RoleActivity, from: EpochMs): RoleActivity | undefined {
  if (isSince(activity, from)) return activity;
  const { calls, assumed, tasks, overriddenToAt } = activity;
  const kept = mapValues(calls, (variants) => {
    const recent = mapValues(variants, (activity) => callActivitySince(activity, from));
    return recent.size === 0 ? undefined : recent;
  });
  const isRecent = assumed !== undefined && assumed.at >= from;
  const recent = tasks && taskSessionsSince(tasks, from);
  const hasTasks = recent !== undefined && (recent.tasks.size > 0 || recent.bound !== undefined);
  const overrode = overriddenToAt !== undefined && overriddenToAt >= from;
  if (kept.size === 0 && !isRecent && !hasTasks && !overrode) return undefined;
  return {
    calls: kept,
    ...(isRecent ? { assumed } : {}),
    ...(hasTasks ? { tasks: recent } : {}),
    ...(overrode ? { overriddenToAt } : {}),
  };
}

/** The same with calls counted by week. Nothing else changes: what was seen, and first and last when, stays to the letter. */
export function activityByWeek(activity: RoleActivity): RoleActivity {
  const calls = mapValues(activity.calls, (variants) =>
    mapValues(variants, (seen) => ({ ...seen, counts: countsByWeek(seen.counts) })),
  );
  return { ...activity, calls };
}

/** Every kind of call with every variant of its parameters; `key` is the same for calls that prove the same. */
export function* callsOf({ calls }: RoleActivity): Generator<CallActivity & { readonly key: string }> {
  for (const variants of calls.values()) {
    // Surplus variants of different roles lie under one key, and passed different parameters.
    for (const activity of variants.values()) yield { ...activity, key: callKey(activity.call) };
  }
}

function isSince({ calls, assumed, tasks, overriddenToAt }: RoleActivity, from: EpochMs): boolean {
  for (const variants of calls.values()) for (const { first } of variants.values()) if (first < from) return false;
  for (const { last } of tasks?.tasks.values() ?? []) if (last < from) return false;
  return (assumed?.at ?? from) >= from && (overriddenToAt ?? from) >= from && calls.size > 0;
}

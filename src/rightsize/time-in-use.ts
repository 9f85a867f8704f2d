import { DAY_MS, day, type TimeRange } from '../base/time.ts';
import type { RoleTasks } from '../ecs/role-tasks.ts';
import type { RoleUsage } from '../evidence/role-usage.ts';
import { days } from './words.ts';

/** What is done once a day shows a day late, at either end. */
const TOLERANCE_MS = 2 * DAY_MS;

/**
 * Whether a role was in use for long enough. One that was put behind a family a week ago, or taken away after a week, has not met
 * what its tasks do once a month, however long it was watched.
 */
export interface TimeInUse {
  /** Why an interval says too little, as a sentence; `undefined` where the role was in use for so many milliseconds of it. */
  tooShortIn(interval: TimeRange, needed: number): string | undefined;
}

/** Takes the signs of life of a role together: sessions, calls, tasks that run. */
export function timeInUse(
  { running }: Pick<RoleTasks, 'running'>,
  usage: Pick<RoleUsage, 'tasks' | 'lastSeen' | 'used' | 'denied'>,
): TimeInUse {
  const signs = [...usage.tasks.tasks.values(), ...usage.used.values(), ...usage.denied.values()];
  const started = running.flatMap((workload) => workload.started);
  const { lastSeen = Number.NEGATIVE_INFINITY } = usage;

  const inUse = (interval: TimeRange): TimeRange => {
    const first = signs.filter(({ last }) => last >= interval.from).map((sign) => sign.first);
    const from = [...first, ...started].reduce((a, b) => Math.min(a, b), interval.to);
    // What runs now goes on.
    const to = running.length > 0 ? interval.to : Math.min(lastSeen, interval.to);
    return { from: Math.max(from, interval.from), to };
  };

  return {
    tooShortIn(interval, needed) {
      const { from, to } = inUse(interval);
      if (to - from >= needed - TOLERANCE_MS) return undefined;
      const span = to <= from ? `on ${day(from)}` : `for ${days(to - from)} (${day(from)} to ${day(to)})`;
      return `Of the time watched, the role was in use ${span} only: what it does less often would not have shown; ${days(needed)} are needed.`;
    },
  };
}

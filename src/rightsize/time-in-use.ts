import { lazy } from '../base/lazy.ts';
import { DAY_MS, day, type EpochMs, type TimeRange } from '../base/time.ts';
import type { FamilyOfRole, RoleTasks } from '../ecs/role-tasks.ts';
import type { RoleUsage } from '../evidence/role-usage.ts';
import { revisionKey, type TaskStarts } from '../evidence/task-starts.ts';
import { bucketStart } from '../evidence/time-bucket.ts';
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
  { running, families }: Pick<RoleTasks, 'running' | 'families'>,
  usage: Pick<RoleUsage, 'tasks' | 'lastSeen' | 'used' | 'denied'>,
  taskStarts: TaskStarts,
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

  /** When a family is known to have begun to run with the role, whoever else used it before. */
  const begun = ({ region, family, revisions, since }: FamilyOfRole): EpochMs | undefined => {
    const ofFamily = running.filter((workload) => workload.region === region && workload.family === family);
    const times = [
      ...(since === undefined ? [] : [since]),
      ...ofFamily.flatMap((workload) => workload.started),
      ...revisions.flatMap((revision) => taskStarts.get(revisionKey(region, family, revision)) ?? []).map(bucketStart),
      // Sessions do not name their family: they tell of the only one there is.
      ...(families.length === 1 ? [...usage.tasks.tasks.values()].map(({ first }) => first) : []),
    ];
    return times.length === 0 ? undefined : Math.min(...times);
  };

  const begins = lazy(() => families.map((family) => ({ family, from: begun(family) })));
  const tooShort = (interval: TimeRange, needed: number): string | undefined => {
    for (const { family, from } of begins()) {
      if (from === undefined || interval.to - from >= needed - TOLERANCE_MS) continue;
      return `Family ${family.family} in ${family.region} is known to run with it since ${day(from)} only: what it does less often would not have shown; ${days(needed)} are needed.`;
    }
    const { from, to } = inUse(interval);
    if (to - from >= needed - TOLERANCE_MS) return undefined;
    const span = to <= from ? `on ${day(from)}` : `for ${days(to - from)} (${day(from)} to ${day(to)})`;
    return `Of the time watched, the role was in use ${span} only: what it does less often would not have shown; ${days(needed)} are needed.`;
  };

  // Most actions of a role were watched for the same time.
  const known = new Map<string, string | undefined>();
  return {
    tooShortIn(interval, needed) {
      const key = `${interval.from} ${interval.to} ${needed}`;
      if (!known.has(key)) known.set(key, tooShort(interval, needed));
      return known.get(key);
    },
  };
}

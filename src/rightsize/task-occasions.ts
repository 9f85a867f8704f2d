import { listed } from '../base/format.ts';
import { day, type EpochMs, HOUR_MS, type TimeRange } from '../base/time.ts';
import type { RoleTasks, RunningWorkload } from '../ecs/role-tasks.ts';
import type { RoleUsage } from '../evidence/role-usage.ts';
import { startsAmong } from '../evidence/task-sessions.ts';
import { revisionKey } from '../evidence/task-starts.ts';
import { bucketEnd, bucketStart } from '../evidence/time-bucket.ts';
import type { Evidence } from './assessment-input.ts';
import { intervalOf } from './words.ts';

/**
 * Whether there was an occasion to use a role's permissions. Tasks start, read their configuration, and then run for months:
 * without a start within an interval, silence in it says nothing about what a start needs.
 */
export interface TaskOccasions {
  /** Why there was none within the interval; `undefined` where every family and every running service started a task in it. */
  missingIn(interval: TimeRange): string | undefined;
}

/** What a start calls first, it calls within minutes; events of the last hour may not have come. */
const START_TAKES_MS = HOUR_MS;

/** Looks for the starts of a role's tasks in what ECS tells of running ones and in CloudTrail. */
export function taskOccasions(
  tasks: RoleTasks,
  usage: Pick<RoleUsage, 'tasks' | 'lastSeen'>,
  { watched, taskStarts, now }: Pick<Evidence, 'watched' | 'taskStarts' | 'now'>,
): TaskOccasions {
  const assumptions = watched({ kind: 'management' }, 'sts:AssumeRole');
  const sessions = 'interval' in assumptions ? startsAmong(usage.tasks, assumptions.interval.from) : [];
  const families = tasks.families.map(({ region, family, revisions }) => ({
    name: `family ${family} in ${region}`,
    buckets: revisions.flatMap((revision) => taskStarts.get(revisionKey(region, family, revision)) ?? []),
    running: tasks.running.filter((workload) => workload.region === region && workload.family === family),
  }));

  const started = ({ buckets, running }: (typeof families)[number], interval: TimeRange): boolean =>
    running.some((workload) => startedIn(workload.started, interval)) || bucketIn(buckets, interval);

  const missing = (interval: TimeRange): string | undefined => {
    const lastSeen = usage.lastSeen ?? Number.NEGATIVE_INFINITY;
    if (tasks.running.length === 0 && lastSeen < interval.from) {
      return `The role itself was not used in ${intervalOf(interval, now)}: what it needs when it is used, nobody can tell.`;
    }
    if (tasks.unlisted.length > 0) {
      return `The tasks of ${listed(tasks.unlisted, 3)} could not all be listed; one that has not started in the watched time may need it.`;
    }
    const steady = tasks.running.filter(({ started: at }) => at.length > 0 && !startedIn(at, interval));
    const [longest] = steady.toSorted((a, b) => lastStart(a) - lastStart(b));
    if (longest !== undefined) return steadySentence(longest, steady.length);
    // Credentials are handed out before images are pulled: sessions may be of attempts that all failed.
    const coming = families.filter(({ buckets }) => !bucketIn(buckets, interval)).flatMap(({ running }) => running);
    const [stuck] = coming.filter(({ started: at }) => at.length === 0);
    if (stuck !== undefined) {
      return `Tasks of ${stuck.name} are being started, and none is known to have come up since ${day(interval.from)}${NEEDED_BY_START}`;
    }
    const idle = families.filter((family) => !started(family, interval));
    if (idle.length === 0) return undefined;
    // Sessions do not name their family: they tell of the only one there is, once it was there.
    const [only, ...others] = tasks.families;
    const ofOnly = sessions.filter((at) => at >= (only?.since ?? Number.NEGATIVE_INFINITY));
    if (only !== undefined && others.length === 0 && startedIn(ofOnly, interval)) return undefined;
    const since = day(interval.from);
    if (families.length <= 1) return `No task of it is known to have started since ${since}${NEEDED_BY_START}`;
    return `Of ${listed(
      idle.map(({ name }) => name),
      3,
    )}, whose tasks may use it too, no start is known since ${since}${NEEDED_BY_START}`;
  };

  const known = new Map<string, string | undefined>();
  return {
    missingIn(interval) {
      const key = `${interval.from} ${interval.to}`;
      if (!known.has(key)) known.set(key, missing(interval));
      return known.get(key);
    },
  };
}

const NEEDED_BY_START = ': what a task needs when it starts would not have shown.';

function steadySentence(workload: RunningWorkload, count: number): string {
  const others = count === 1 ? '' : ` (and ${count - 1} more)`;
  return `No task of ${workload.name}${others} has started since ${day(lastStart(workload))}${NEEDED_BY_START}`;
}

function lastStart({ started }: RunningWorkload): EpochMs {
  return started.at(-1) ?? Number.NEGATIVE_INFINITY;
}

function startedIn(starts: readonly EpochMs[], interval: TimeRange): boolean {
  return starts.some((at) => isWithin(at, at + START_TAKES_MS, interval));
}

function bucketIn(buckets: readonly number[], interval: TimeRange): boolean {
  return buckets.some((bucket) => isWithin(bucketStart(bucket), bucketEnd(bucket), interval));
}

function isWithin(from: EpochMs, to: EpochMs, interval: TimeRange): boolean {
  return from >= interval.from && to <= interval.to;
}

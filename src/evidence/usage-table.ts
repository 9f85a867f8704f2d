import type { BoundedSortedMap } from '../base/bounded-sorted-map.ts';
import { getOrInsert } from '../base/get-or-insert.ts';
import type { EpochMs } from '../base/time.ts';
import type { ActionCatalog } from '../cloudtrail/action-catalog.ts';
import { proofs } from '../cloudtrail/proof.ts';
import { type ActivityRecorder, activityRecorder } from './activity-recorder.ts';
import type { EvidencePart } from './evidence-part.ts';
import { familiesOfTasks } from './families-of-tasks.ts';
import { parseGrantChange } from './grant-change-key.ts';
import { type GrantLog, grantLog } from './grant-log.ts';
import { activitySince, joinActivity, NO_ACTIVITY, type RoleActivity } from './role-activity.ts';
import { parseRoleKey } from './role-key.ts';
import { type RoleIdentity, type RoleUsage, roleUsage, type SeenOfRole } from './role-usage.ts';
import { noSessions, noteSession, type OpenSession } from './session-use.ts';
import { SOURCES, type SourceName } from './source-name.ts';
import { joinTaskStarts, type TaskStarts, taskStartsSince } from './task-starts.ts';
import type { UsageReceiver } from './usage.ts';

/** What all sources saw, in memory that grows with roles and kinds of call, not with events. */
export interface UsageTable {
  /** Where a source puts what it reads. Sources may see the same events; only counts are kept apart. */
  receiverFor(source: SourceName): UsageReceiver;
  /** What this run booked. */
  readonly recorder: ActivityRecorder;
  /** Adds what earlier runs saw from a moment on. Events that both read count once. */
  addEarlier(parts: Iterable<EvidencePart>, from: EpochMs): void;
  usageOf(role: RoleIdentity): RoleUsage;
  readonly grants: GrantLog;
  /** The families of tasks that were seen to start, by task id: those whose sessions may be kept. */
  taskFamilies(): ReadonlyMap<string, string>;
  /** When families were seen to start tasks. */
  taskStarts(): TaskStarts;
  /** Records that could not be read, per Region, with an example of why. */
  unreadable(): ReadonlyMap<string, { readonly count: number; readonly why: string }>;
}

/** An empty table, which judges calls by the rules of today and this catalogue, of a run that begins at `now`. */
export function usageTable(catalog: ActionCatalog, now?: EpochMs): UsageTable {
  const recorder = activityRecorder(now);
  const proofOf = proofs(catalog);
  /** By account and role name, then by role id (`''` for events that carry none). */
  const sessions = new Map<string, Map<string, BoundedSortedMap<OpenSession>>>();
  const earlier: Earlier[] = [];
  const unreadable = new Map<string, { count: number; why: string }>();
  const grants = grantLog();
  const tasks = familiesOfTasks();
  let found: Found | undefined;

  const all = (): Found => {
    found ??= foundIn([
      ...earlier,
      ...[...recorder.parts().values()].map((part) => ({ part: part.seen(), from: Number.NEGATIVE_INFINITY })),
    ]);
    return found;
  };
  const seenOf = (name: string): readonly SeenOfRole[] => {
    const ofName = sessions.get(name);
    return [...(all().byName.get(name) ?? [])].map(([roleId, places]) => ({
      roleId,
      // Joined when it is asked for: all roles' together would be held twice.
      activity: places.map(({ key, part, from }) => activityIn(part, key, from)).reduce(joinActivity, NO_ACTIVITY),
      sessions: ofName?.get(roleId)?.kept ?? new Map(),
    }));
  };

  return {
    grants,
    recorder,
    receiverFor(source) {
      const book = recorder.receiverFor(source);
      return {
        observe(observation) {
          found = undefined;
          book.observe(observation);
          // Summed-up answers name the session of their sample, which may have used none of it.
          if (!SOURCES[source].singleEvents) return;
          const { accountId, name, roleId = '' } = observation.principal;
          const byId = getOrInsert(
            sessions,
            nameKey(accountId, name),
            () => new Map<string, BoundedSortedMap<OpenSession>>(),
          );
          noteSession(getOrInsert(byId, roleId, noSessions), observation);
        },
        grantChanged(change) {
          book.grantChanged(change);
          grants.add(change);
        },
        taskStarted(task) {
          found = undefined;
          book.taskStarted?.(task);
          tasks.add(task);
        },
        taskRoleGiven(given) {
          found = undefined;
          book.taskRoleGiven?.(given);
        },
        assumed(sign) {
          found = undefined;
          book.assumed(sign);
        },
        unreadable(region, why) {
          const known = unreadable.get(region);
          // The smallest sentence is the example, so that the order of reading does not show.
          unreadable.set(region, {
            count: (known?.count ?? 0) + 1,
            why: known !== undefined && known.why < why ? known.why : why,
          });
        },
      };
    },
    addEarlier(parts, from) {
      found = undefined;
      for (const part of parts) {
        earlier.push({ part, from });
        for (const [key, latest] of part.grantChanges) {
          if (latest.at >= from) grants.add(parseGrantChange(key, latest));
        }
      }
    },
    usageOf: (role) => roleUsage(role, seenOf(nameKey(role.accountId, role.name)), proofOf),
    taskFamilies: () => tasks.families(),
    taskStarts: () => all().taskStarts,
    unreadable: () => unreadable,
  };
}

/** What was seen, and from when on it counts. */
interface Earlier {
  readonly part: EvidencePart;
  readonly from: EpochMs;
}

/** Where what this run and earlier ones saw of a role is. */
interface Place extends Earlier {
  readonly key: string;
}

interface Found {
  /** By account and role name, then by role id. */
  readonly byName: ReadonlyMap<string, ReadonlyMap<string, readonly Place[]>>;
  readonly taskStarts: TaskStarts;
}

function foundIn(all: readonly Earlier[]): Found {
  const byName = new Map<string, Map<string, Place[]>>();
  for (const { part, from } of all) {
    for (const key of part.roles.keys()) {
      const { accountId, name, roleId } = parseRoleKey(key);
      const byId = getOrInsert(byName, nameKey(accountId, name), () => new Map<string, Place[]>());
      getOrInsert(byId, roleId, () => []).push({ part, from, key });
    }
  }
  return {
    byName,
    taskStarts: all.map(({ part, from }) => taskStartsSince(part.taskStarts, from)).reduce(joinTaskStarts, new Map()),
  };
}

function activityIn({ roles }: EvidencePart, key: string, from: EpochMs): RoleActivity {
  const activity = roles.get(key);
  return (activity && activitySince(activity, from)) ?? NO_ACTIVITY;
}

/** Names are unique in an account without regard to case or path ("IAM identifiers"). */
function nameKey(accountId: string, name: string): string {
  return `${accountId}/${name.toLowerCase()}`;
}

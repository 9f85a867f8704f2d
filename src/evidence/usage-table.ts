import { getOrInsert } from '../base/get-or-insert.ts';
import { accountOf, roleNameOf } from '../iam/arn.ts';
import type { SourceName } from './coverage.ts';
import { type GrantLog, grantLog } from './grant-log.ts';
import { addRecord, assume, emptyRecord, observe, type RoleRecord } from './role-record.ts';
import { type RoleIdentity, type RoleUsage, roleUsage } from './role-usage.ts';
import { noSessions, noteSession } from './session-use.ts';
import { startedTasks } from './started-tasks.ts';
import type { UsageReceiver } from './usage.ts';

/** What all sources saw, in memory that grows with roles and actions, not with events. */
export interface UsageTable {
  /** Where a source puts what it reads. Sources may see the same events; only counts are kept apart. */
  receiverFor(source: SourceName): UsageReceiver;
  /** Adds what earlier runs saw of a role id (empty for events that carry none), counted apart from what this one saw. */
  recall(accountId: string, name: string, roleId: string, record: RoleRecord): void;
  usageOf(role: RoleIdentity): RoleUsage;
  readonly grants: GrantLog;
  /** The families of tasks that were seen to start, by task id: those whose sessions may be kept. */
  taskFamilies(): ReadonlyMap<string, string>;
  /** Records that could not be read, per Region, with an example of why. */
  unreadable(): ReadonlyMap<string, { readonly count: number; readonly why: string }>;
}

/** An empty table. */
export function usageTable(): UsageTable {
  /** By account and role name, then by role id (`''` for events that carry none). */
  const roles = new Map<string, Map<string, RoleRecord>>();
  const unreadable = new Map<string, { count: number; why: string }>();
  const grants = grantLog();
  const tasks = startedTasks();

  const recordOf = (accountId: string, name: string, roleId: string): RoleRecord => {
    const byId = getOrInsert(roles, roleKey(accountId, name), () => new Map<string, RoleRecord>());
    return getOrInsert(byId, roleId, emptyRecord);
  };

  return {
    grants,
    receiverFor: (source) => ({
      observe(observation) {
        const { accountId, name, roleId } = observation.principal;
        const record = recordOf(accountId, name, roleId ?? '');
        observe(record, observation, source);
        // Athena's answers sum up sessions: that of the sample may have used none of it.
        if (source === 'athena') return;
        record.sessions ??= noSessions();
        noteSession(record.sessions, observation);
      },
      grantChanged: (change) => grants.add(change),
      taskStarted: (task) => tasks.add(task),
      assumed(sign) {
        assume(recordOf(accountOf(sign.arn), roleNameOf(sign.arn), ''), sign);
      },
      unreadable(region, why) {
        const known = unreadable.get(region);
        // The smallest sentence is the example, so that the order of reading does not show.
        unreadable.set(region, {
          count: (known?.count ?? 0) + 1,
          why: known !== undefined && known.why < why ? known.why : why,
        });
      },
    }),
    recall: (accountId, name, roleId, record) => addRecord(recordOf(accountId, name, roleId), record),
    usageOf: (role) => roleUsage(role, roles.get(roleKey(role.accountId, role.name)) ?? new Map()),
    taskFamilies: () => tasks.families(),
    unreadable: () => unreadable,
  };
}

/** Names are unique in an account without regard to case or path ("IAM identifiers"). */
function roleKey(accountId: string, name: string): string {
  return `${accountId}/${name.toLowerCase()}`;
}

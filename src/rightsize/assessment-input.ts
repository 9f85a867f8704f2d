import type { Intern } from '../base/intern.ts';
import type { EpochMs } from '../base/time.ts';
import type { Observability } from '../cloudtrail/observability.ts';
import type { RefusedStart } from '../diagnosis/refused-starts.ts';
import type { RoleTasks } from '../ecs/role-tasks.ts';
import type { RequiredPermission, RoleInUse } from '../ecs/role-use.ts';
import type { RoleLastAccessed } from '../evidence/last-accessed/role-last-accessed.ts';
import type { TaskStarts } from '../evidence/task-starts.ts';
import type { UsageTable } from '../evidence/usage-table.ts';
import type { WatchedPast, Watcher } from '../evidence/watched.ts';
import type { Action } from '../iam/action.ts';
import type { RoleArn } from '../iam/arn.ts';
import type { Grant } from '../iam/grant.ts';
import type { Role, RoleLookup, RolePolicy } from '../iam/role.ts';
import type { StatementAges } from '../ledger/grant-history.ts';
import type { PastGrants } from '../ledger/past-grants.ts';

export type { Observability };

/** What a role's policies grant, as far as this folder asks; `effectiveGrants` answers it. */
export interface RoleGrants {
  /**
   * Every action that the role's policies grant, blocked ones included.
   *
   * @throws {BudgetExceeded} when telling them apart takes more steps than there are
   */
  grants(): Iterable<Grant>;
  /** What can be said without that: granted actions, without the statements that grant them. */
  inOutline(): readonly Grant[];
  of(action: string): Grant | undefined;
  /** Policies (boundary and organization policies included) that could not be read. */
  readonly unparsed: readonly RolePolicy[];
}

/** The role that is assessed. */
export interface Subject {
  readonly inUse: RoleInUse;
  readonly lookup: RoleLookup;
  /** Present for roles that were found. */
  readonly grants?: RoleGrants;
  /** What task definitions require of this role. */
  readonly required: readonly RequiredPermission[];
}

/** What must hold before anything is `unused`. Durations in milliseconds. */
export interface Thresholds {
  /** Of the role, and of the grant. */
  readonly minAge: number;
  readonly minWatched: number;
}

/** What is known of the account beyond the role; the same for every role of one audit. */
export interface Evidence {
  readonly usage: UsageTable;
  /** What was read, where and when. */
  readonly past: WatchedPast;
  /** `watcher(past)`. */
  readonly watched: Watcher;
  /** Whether the catalogue has AWS's list of the actions that each operation may be checked for. */
  readonly operationsKnown: boolean;
  /** What a call of the operation of an action's name may be checked for, whatever was passed. */
  readonly checkedFor?: (action: Action) => readonly Action[];
  readonly observabilityOf: (action: Action) => Observability;
  /** What IAM's last-accessed data says of a role, where it was read. */
  readonly lastAccessedOf?: (role: RoleArn) => RoleLastAccessed | undefined;
  /** Task definitions that can run but could not be read, by ARN or family; any of them may require something of any role. */
  readonly unreadTaskDefinitions: readonly string[];
  /** Regions whose task definitions could not all be listed. */
  readonly unlistedRegions: readonly string[];
  /** What earlier runs saw of a role's grants; absent where nothing is kept. */
  readonly statementAges?: (role: Role) => StatementAges;
  /** The role before each change that earlier runs noticed; absent where nothing is kept. */
  readonly pastGrants?: (role: Role) => readonly PastGrants[];
  /** The first night that saw what a role is granted, tonight at the latest; absent where nothing is kept. */
  readonly grantsKnownSince?: (role: Role) => EpochMs | undefined;
  /** The families of the tasks that run or were seen to start, by task id. */
  readonly taskFamilies?: ReadonlyMap<string, string>;
  /** What runs with a role. */
  readonly tasksOf: (inUse: RoleInUse) => RoleTasks;
  /** What tasks stopped for want of, where ECS was asked. */
  readonly refusedStarts?: (role: RoleArn) => readonly RefusedStart[];
  /** When families were seen to start tasks. */
  readonly taskStarts: TaskStarts;
  /**
   * Present where somebody tampered with what earlier runs kept: uses may be forgotten, so that only what was watched for the
   * whole look-back is `unused`.
   */
  readonly tampering?: { readonly at: EpochMs; readonly windowFrom: EpochMs };
  /** Why nothing of a role is unused tonight, though what earlier runs kept says so. */
  readonly unconfirmed?: ReadonlyMap<RoleArn, string>;
  readonly thresholds: Thresholds;
  readonly now: EpochMs;
  /** Returns one list of actions for all equal ones. */
  readonly internActions: Intern<readonly Action[]>;
}

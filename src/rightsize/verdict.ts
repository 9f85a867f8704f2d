import type { EpochMs } from '../base/time.ts';
import type { RequiredPermission, RoleInUse } from '../ecs/role-use.ts';
import type { Action } from '../iam/action.ts';
import type { StatementRef } from '../iam/policy.ts';
import type { RoleLookup } from '../iam/role.ts';
import type { MissedGrant } from './missed-grants.ts';

/**
 * `used`: an event in the window proves it. `required`: a task definition declares the need. `unused`: it could have
 * been seen, was watched for the whole window in every enabled Region, and was not: safe to remove. `unobservable`:
 * nothing that is switched on could have shown it. `undetermined`: watched too short, granted too recently, role too
 * young, or something could not be read. `blocked`: granted, but made ineffective by a deny or boundary.
 */
export const VERDICTS = ['used', 'required', 'unused', 'unobservable', 'undetermined', 'blocked'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** The verdict on one action that a role's policies grant. */
export interface ActionVerdict {
  readonly action: Action;
  readonly verdict: Verdict;
  /** One sentence that names the statement, event, window or task-definition field. */
  readonly because: string;
  readonly firstUsed?: EpochMs;
  readonly lastUsed?: EpochMs;
  readonly uses?: number;
  /** Sample of the resources seen, bounded. */
  readonly resources: readonly string[];
  /**
   * True where `resources` are all that the action was used on: it was watched as closely as is asked of an unused action,
   * each event named its resources, and none was cut off.
   */
  readonly allResources?: boolean;
  /** Since when it had been granted and watched, without a use, before the first one; absent where that is too short to tell. */
  readonly idleSince?: EpochMs;
  readonly grantedBy: readonly StatementRef[];
  readonly required: readonly RequiredPermission[];
}

/** Calls of a role that IAM refused in the window. */
export interface DeniedAttempt {
  readonly action: Action;
  readonly first: EpochMs;
  readonly last: EpochMs;
  readonly count: number;
  readonly resources: readonly string[];
  /** An example error code, as CloudTrail gave it. */
  readonly errorCode: string;
  /** Set where the role was given the action after the last of them. */
  readonly grantedSince?: true;
}

/** A permission that a task definition requires and the role does not get. */
export interface MissingPermission extends RequiredPermission {
  /** The statements that deny it; absent where none does. */
  readonly blockedBy?: readonly StatementRef[];
  /** The permissions boundary or the organization levels that do not allow what the role's own policies grant; absent where there are none. */
  readonly withheldBy?: readonly string[];
  /** What shows that tasks start without it, as a clause: `log streams are created in that group`. */
  readonly contradictedBy?: string;
  /** The refusals that were seen since role and definition are as they are. */
  readonly refused?: { readonly count: number; readonly last: EpochMs };
  /** The tasks that stopped for want of it since, by what ECS says of them; among those `refused`. */
  readonly stopped?: { readonly count: number; readonly last: EpochMs };
  /** True where the role's policies allow it, and tasks stopped for want of it all the same. */
  readonly allowed?: true;
}

/** Everything the audit decided about one role. */
export interface RoleAssessment {
  readonly inUse: RoleInUse;
  readonly lookup: RoleLookup;
  /** Made anew whenever it is asked for, so do not ask twice. */
  readonly actions: readonly ActionVerdict[];
  /** Why none of them could be judged by the statements that grant them: there are too many to tell apart. */
  readonly beyondBudget?: string;
  readonly denied: readonly DeniedAttempt[];
  /** What earlier runs saw granted, is no longer, and was refused since; absent where that could not be told. */
  readonly missed?: readonly MissedGrant[];
  /** The first night that saw what the role is granted: what it was refused before, it may have had. Absent where no night did. */
  readonly grantsKnownSince?: EpochMs;
  readonly required: readonly RequiredPermission[];
  /** Required permissions that no statement grants, or that something blocks. */
  readonly missing: readonly MissingPermission[];
  /** The window in which every enabled Region's management events were watched, if any. */
  readonly watched?: { readonly from: EpochMs; readonly to: EpochMs };
  /** The last sign of life: an event of a session, or ECS assuming the role. */
  readonly lastSeen?: EpochMs;
  /**
   * What the families used whose tasks were seen calling with this role, in order of family and action. Of a family
   * that is absent nobody can say; of one that is here there may be more.
   */
  readonly usedByFamily?: ReadonlyMap<string, readonly Action[]>;
}

import type { EpochMs } from '../base/time.ts';
import type { Action } from '../iam/action.ts';
import type { RoleArn } from '../iam/arn.ts';
import type { Call } from './call.ts';

/** The role behind a call, as the record states it. */
export interface RolePrincipal {
  /** From `sessionContext.sessionIssuer.arn` (with path); absent in old records that lack it. */
  readonly arn?: RoleArn;
  /** Unique in its account whatever the path; the fallback where the ARN is absent. */
  readonly name: string;
  readonly accountId: string;
  /** `AROA…` from the session issuer's or the identity's principalId; absent when the record has neither. */
  readonly roleId?: string;
  /** For ECS tasks the task id. */
  readonly sessionName?: string;
  /** The service that called with the role's session (forward access session), as the record spells it. */
  readonly invokedBy?: string;
}

/**
 * What a record's error code says of authorisation: `used` passed it (also with a later error such as NoSuchKey),
 * `denied` was refused by it, `nothing` never reached it (throttled, expired token, malformed request).
 */
export type Outcome = 'used' | 'denied' | 'nothing';

/** One action that a record proves, or may prove. */
export interface ProvenAction {
  readonly action: Action;
  /**
   * `exact`: AWS must have checked it. `possible`: one of several it may have checked; credited all the same.
   * `implied`: no event of its own (iam:PassRole), but this call passes a role.
   */
  readonly certainty: 'exact' | 'possible' | 'implied';
}

/** Several events that differ in nothing but id, time and resources; the observation itself is the latest of them. */
export interface Repeats {
  /** How many events there were, the latest included. */
  readonly count: number;
  readonly first: EpochMs;
  /** `some`: resources are those of a sample of the events, and there may be others. */
  readonly resources: 'all' | 'some';
  /** True when each event whose resources were read named some. */
  readonly resourcesStated: boolean;
}

/** One call of a role as a CloudTrail record states it: facts alone, no word on what they prove. */
export interface Observation extends Call {
  readonly eventId: string;
  readonly at: EpochMs;
  readonly region: string;
  readonly principal: RolePrincipal;
  /** Normalised ARNs of the resources touched, at most `MAX_RESOURCES_PER_EVENT` for each event. */
  readonly resources: readonly string[];
  /** Set where this stands for several events. */
  readonly repeats?: Repeats;
}

/** A change to what a role or policy grants, from an IAM management event: a grant may be as young as this. */
export interface GrantChange {
  readonly at: EpochMs;
  readonly eventName: string;
  /** The role whose policies changed… */
  readonly roleName?: string;
  /** …or the managed policy (customer's) whose version in force changed. */
  readonly policyArn?: string;
  /** The inline policy's name, or the ARN of the policy attached or set as boundary. */
  readonly policy?: string;
  /** Of what was tagged: the keys, sorted, of tags with an end (`until=`), which may accept findings. */
  readonly endingTags?: readonly string[];
  /** Who made it: the caller's ARN, or a service. */
  readonly by?: string;
}

/** Somebody (the ECS agent, a service, another role) assumed a role: a sign of life, not a use of any of its actions. */
export interface RoleAssumed {
  readonly at: EpochMs;
  /** Set where this stands for several assumptions under one session name: the earliest of them; `at` is the latest. */
  readonly first?: EpochMs;
  readonly region: string;
  readonly arn: RoleArn;
  /** The service (`ecs-tasks.amazonaws.com`) or principal ARN that assumed it. */
  readonly by: string;
  readonly sessionName?: string;
}

/** A task that somebody started, other than a service: its id names the sessions of its roles. */
export interface TaskStarted {
  readonly at: EpochMs;
  readonly region: string;
  readonly taskId: string;
  readonly family: string;
  /** Of the family; absent where the record does not say. */
  readonly revision?: number;
  /** Set where the call gave it another task or execution role than its definition names. */
  readonly otherRoles?: true;
  /** The role that the call gave it in place of the task role of its definition. */
  readonly overridingTaskRole?: RoleArn;
}

/** A role that a task definition was registered with as its task role. */
export interface TaskRoleGiven {
  readonly at: EpochMs;
  readonly region: string;
  readonly arn: RoleArn;
}

/** What a record tells of the trail that delivered it: when it happened, the trail recorded events of this kind. */
export interface RecordedKind {
  readonly at: EpochMs;
  /** `management`, or the resource type of a data event. */
  readonly events: string;
  /** In lower case. */
  readonly eventSource: string;
  readonly eventName: string;
}

/** All that one record says. Every field may be absent; several may be present (a role attaching a policy to another). */
export interface Interpretation {
  readonly observation?: Observation;
  /** What a record of aggregated events sums up. Not empty. */
  readonly summarized?: readonly Observation[];
  readonly assumed?: RoleAssumed;
  readonly grantChange?: GrantChange;
  /** Not empty. */
  readonly tasksStarted?: readonly TaskStarted[];
  readonly taskRoleGiven?: TaskRoleGiven;
  /** Set when the record cannot be read: the sentence says what was wrong. */
  readonly unreadable?: string;
}

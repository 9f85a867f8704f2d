import { mapValues } from '../base/join.ts';
import type { EpochMs } from '../base/time.ts';
import type { Call } from '../cloudtrail/call.ts';
import type { ProvenAction } from '../cloudtrail/observation.ts';
import type { Proof } from '../cloudtrail/proof.ts';
import type { Action } from '../iam/action.ts';
import { type ActionUsage, actionKey, mergeUsage, usageBy } from './action-usage.ts';
import { countsBySource } from './bucket-counts.ts';
import type { CallActivity } from './call-activity.ts';
import { type Assumed, activitySince, callsOf, joinActivity, NO_ACTIVITY, type RoleActivity } from './role-activity.ts';
import { joinSessions, type SessionCalls, type SessionUses, sessionUses } from './session-use.ts';
import { NO_TASK_SESSIONS, type TaskSessions } from './task-sessions.ts';

/** The role that is asked about. Without id and date (a role that is gone) every event under its name counts. */
export interface RoleIdentity {
  readonly accountId: string;
  readonly name: string;
  readonly roleId?: string;
  readonly createdAt?: EpochMs;
}

/** Everything seen of one role, by today's rules. Actions are keyed in lower case. */
export interface RoleUsage {
  readonly used: ReadonlyMap<string, ActionUsage>;
  readonly denied: ReadonlyMap<string, ActionUsage>;
  /** Calls that never reached authorisation (throttled, expired credentials): whoever makes them wants the action. */
  readonly attempted: ReadonlyMap<string, ActionUsage>;
  /** IAM service prefixes with events of which nobody knows the action: any of the service's actions may be in use. */
  readonly servicesWithUnknownEvents: ReadonlyMap<string, UnknownEvent>;
  /** The kinds of events that prove use, by name; what only summaries tell of is left out. */
  readonly events: readonly RoleEvent[];
  /** When the role was last assumed, by whom. */
  readonly assumed?: Assumed;
  /** The last sign of life: an event of a session, or somebody assuming the role. */
  readonly lastSeen?: EpochMs;
  /** The tasks that ECS assumed the role for. */
  readonly tasks: TaskSessions;
  /** When it was last given to containers: in place of the task role of a definition, or by one that was registered with it. */
  readonly overriddenToAt?: EpochMs;
  /** What sessions that bear a task's id used, by that id: a sample, of what this run read. */
  readonly bySession: SessionUses;
}

/** Events of one name that prove use. */
export interface RoleEvent {
  readonly eventSource: string;
  readonly eventName: string;
  readonly first: EpochMs;
  readonly last: EpochMs;
  /** As many as the source told of that saw most. */
  readonly count: number;
  readonly actions: readonly Action[];
}

/** The latest event of which nobody knows the action. */
export interface UnknownEvent {
  readonly at: EpochMs;
  /** `SOURCE NAME`. */
  readonly event: string;
}

/** What was seen of a role under one role id; the id is empty for events that carry none. */
export interface SeenOfRole {
  readonly roleId: string;
  readonly activity: RoleActivity;
  readonly sessions: ReadonlyMap<string, SessionCalls>;
}

/**
 * Attributes what was seen under a name to the role that bears it now, and works out what it proves: events of another
 * role id are a former role's. Events without an id count from the role's creation on; what began before it counts when
 * it ended after.
 */
export function roleUsage(
  role: RoleIdentity,
  seen: readonly SeenOfRole[],
  proofOf: (key: string, call: Call) => Proof,
): RoleUsage {
  const own = ownOf(role, seen);
  const activity = own.map((each) => each.activity).reduce(joinActivity, NO_ACTIVITY);
  const sessions = own.map((each) => each.sessions).reduce(joinSessions, new Map());
  const used = new Map<string, ActionUsage>();
  const denied = new Map<string, ActionUsage>();
  const attempted = new Map<string, ActionUsage>();
  const unknown = new Map<string, UnknownEvent>();
  const events = new Map<string, RoleEvent>();
  let lastSeen = activity.assumed?.at ?? Number.NEGATIVE_INFINITY;
  for (const calls of callsOf(activity)) {
    lastSeen = Math.max(lastSeen, calls.last);
    const { outcome, actions, passed, unknownIn } = proofOf(calls.key, calls.call);
    if (outcome === 'nothing') {
      for (const proven of actions) addUsage(attempted, calls, proven);
      continue;
    }
    for (const proven of actions) addUsage(outcome === 'used' ? used : denied, calls, proven);
    for (const proven of passed) addUsage(used, calls, proven);
    if (outcome === 'used') addEvent(events, calls, actions);
    for (const service of unknownIn) {
      const event = { at: calls.last, event: `${calls.call.eventSource} ${calls.call.eventName}` };
      const known = unknown.get(service.toLowerCase());
      if (known === undefined || isLater(event, known)) unknown.set(service.toLowerCase(), event);
    }
  }
  return {
    used,
    denied,
    attempted,
    events: [...events.values()],
    servicesWithUnknownEvents: unknown,
    tasks: activity.tasks ?? NO_TASK_SESSIONS,
    bySession: sessionUses(sessions, proofOf),
    ...(activity.overriddenToAt === undefined ? {} : { overriddenToAt: activity.overriddenToAt }),
    ...(activity.assumed === undefined ? {} : { assumed: activity.assumed }),
    ...(lastSeen === Number.NEGATIVE_INFINITY ? {} : { lastSeen }),
  };
}

function addUsage(into: Map<string, ActionUsage>, calls: CallActivity, proven: ProvenAction): void {
  const key = actionKey(proven.action);
  const usage = usageBy(calls, proven);
  const known = into.get(key);
  into.set(key, known === undefined ? usage : mergeUsage(known, usage));
}

function addEvent(into: Map<string, RoleEvent>, calls: CallActivity, proven: readonly ProvenAction[]): void {
  const { call, first, last, counts } = calls;
  const { eventSource, eventName } = call;
  const count = Math.max(0, ...Object.values(countsBySource(counts)));
  if (count === 0) return;
  const key = `${eventSource} ${eventName}`;
  const known = into.get(key) ?? { eventSource, eventName, first, last, count: 0, actions: [] };
  into.set(key, {
    ...known,
    first: Math.min(known.first, first),
    last: Math.max(known.last, last),
    count: known.count + count,
    actions: [...new Set([...known.actions, ...proven.map(({ action }) => action)])],
  });
}

function ownOf(role: RoleIdentity, seen: readonly SeenOfRole[]): readonly SeenOfRole[] {
  const since = role.createdAt ?? Number.NEGATIVE_INFINITY;
  return seen.flatMap((each) => {
    if (each.roleId !== '') return role.roleId === undefined || each.roleId === role.roleId ? [each] : [];
    return [
      {
        ...each,
        activity: activitySince(each.activity, since) ?? NO_ACTIVITY,
        sessions: mapValues(each.sessions, (session) => (session.last >= since ? session : undefined)),
      },
    ];
  });
}

function isLater(a: UnknownEvent, b: UnknownEvent): boolean {
  return a.at > b.at || (a.at === b.at && a.event > b.event);
}

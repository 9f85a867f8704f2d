import { type BoundedSortedMap, boundedSortedMap } from '../base/bounded-sorted-map.ts';
import { joinMaps } from '../base/join.ts';
import type { EpochMs } from '../base/time.ts';
import type { Call } from '../cloudtrail/call.ts';
import type { Observation } from '../cloudtrail/observation.ts';
import type { Proof } from '../cloudtrail/proof.ts';
import type { Action } from '../iam/action.ts';
import { callKeysOf } from './call-keys.ts';
import { isTaskId } from './task-sessions.ts';

/** What one session of a role used. */
export interface SessionUse {
  readonly last: EpochMs;
  /** By the action in lower case. */
  readonly actions: ReadonlyMap<string, Action>;
}

/** Sessions by name. */
export type SessionUses = ReadonlyMap<string, SessionUse>;

/** The calls of one session of a role, by `callKey`. */
export interface SessionCalls {
  readonly last: EpochMs;
  readonly calls: ReadonlyMap<string, Call>;
}

/** The most sessions kept per role. */
export const MOST_SESSIONS = 500;

/** The most kinds of call kept of one session. */
const MOST_CALLS = 200;

/** No sessions yet. Where there are more than can be kept, those kept are a fair sample, since task ids are random. */
export function noSessions(): BoundedSortedMap<OpenSession> {
  return boundedSortedMap(MOST_SESSIONS);
}

/** A session whose calls are still being read. */
export interface OpenSession extends SessionCalls {
  last: EpochMs;
  readonly calls: Map<string, Call>;
}

/** Adds a call of a session named like a task. */
export function noteSession(sessions: BoundedSortedMap<OpenSession>, observation: Observation): void {
  const { principal, at } = observation;
  const { sessionName } = principal;
  if (sessionName === undefined || !isTaskId(sessionName) || !sessions.mayKeep(sessionName)) return;
  const { key, call } = callKeysOf(observation);
  const known = sessions.kept.get(sessionName);
  const session = known ?? { last: at, calls: new Map<string, Call>() };
  session.last = Math.max(session.last, at);
  if (session.calls.size < MOST_CALLS) session.calls.set(key, call);
  if (known === undefined) sessions.set(sessionName, session);
}

/** The calls of both. */
export function joinSessions(
  a: ReadonlyMap<string, SessionCalls>,
  b: ReadonlyMap<string, SessionCalls>,
): ReadonlyMap<string, SessionCalls> {
  return joinMaps(a, b, (left, right) => ({
    last: Math.max(left.last, right.last),
    calls: new Map([...left.calls, ...right.calls]),
  }));
}

/** What sessions used, by what their calls prove; sessions that used nothing are left out. */
export function sessionUses(
  sessions: ReadonlyMap<string, SessionCalls>,
  proofOf: (key: string, call: Call) => Proof,
): SessionUses {
  const uses = new Map<string, SessionUse>();
  for (const [name, { last, calls }] of sessions) {
    const actions = new Map<string, Action>();
    for (const [key, call] of calls) {
      const { outcome, actions: proven, passed } = proofOf(key, call);
      for (const { action } of outcome === 'used' ? proven : passed) actions.set(action.toLowerCase(), action);
    }
    if (actions.size > 0) uses.set(name, { last, actions });
  }
  return uses;
}

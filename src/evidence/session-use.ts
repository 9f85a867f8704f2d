import { type BoundedSortedMap, boundedSortedMap } from '../base/bounded-sorted-map.ts';
import type { EpochMs } from '../base/time.ts';
import type { Observation } from '../cloudtrail/observation.ts';
import type { Action } from '../iam/action.ts';

/** What one session of a role used. */
export interface SessionUse {
  readonly last: EpochMs;
  /** By the action in lower case. */
  readonly actions: ReadonlyMap<string, Action>;
}

/** Sessions by name. */
export type SessionUses = ReadonlyMap<string, SessionUse>;

/** The most sessions kept per role. */
export const MOST_SESSIONS = 500;

/** Task ids: 32 hexadecimal digits, UUIDs in older tasks ("Amazon Resource Names (ARNs) and IDs", Amazon ECS developer guide). */
const TASK_ID = /^(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** No sessions yet. Where there are more than can be kept, those kept are a fair sample, since task ids are random. */
export function noSessions(): BoundedSortedMap<SessionUse> {
  return boundedSortedMap(MOST_SESSIONS);
}

/** Adds what a session named like a task used. */
export function noteSession(
  sessions: BoundedSortedMap<SessionUse>,
  { principal, outcome, at, actions }: Observation,
): void {
  const { sessionName } = principal;
  if (outcome !== 'used' || actions.length === 0 || sessionName === undefined || !TASK_ID.test(sessionName)) return;
  addSession(sessions, sessionName, {
    last: at,
    actions: new Map(actions.map(({ action }) => [action.toLowerCase(), action])),
  });
}

/** Adds what other records hold of sessions. */
export function addSessions(sessions: BoundedSortedMap<SessionUse>, others: SessionUses): void {
  for (const [name, use] of others) addSession(sessions, name, use);
}

function addSession(sessions: BoundedSortedMap<SessionUse>, name: string, use: SessionUse): void {
  const known = sessions.kept.get(name);
  sessions.set(name, known === undefined ? use : both(known, use));
}

function both(a: SessionUse, b: SessionUse): SessionUse {
  let { actions } = a;
  for (const [key, action] of b.actions) {
    const known = actions.get(key);
    if (known === undefined || known < action) actions = new Map(actions).set(key, action);
  }
  return { last: Math.max(a.last, b.last), actions };
}

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

/**
 * Adds what a session named like a task used. Past `MOST_SESSIONS` the first names in code-unit order stay: task ids are
 * random, so these are a fair sample, and the same one in whatever order, and however often, events come.
 */
export function noteSession(sessions: Map<string, SessionUse>, { principal, outcome, at, actions }: Observation): void {
  const { sessionName } = principal;
  if (outcome !== 'used' || actions.length === 0 || sessionName === undefined || !TASK_ID.test(sessionName)) return;
  addSession(sessions, sessionName, {
    last: at,
    actions: new Map(actions.map(({ action }) => [action.toLowerCase(), action])),
  });
}

/** Adds what other records hold of sessions. */
export function addSessions(sessions: Map<string, SessionUse>, others: SessionUses): void {
  for (const [name, use] of others) addSession(sessions, name, use);
}

function addSession(sessions: Map<string, SessionUse>, name: string, use: SessionUse): void {
  const known = sessions.get(name);
  if (known !== undefined) {
    sessions.set(name, both(known, use));
    return;
  }
  if (sessions.size >= MOST_SESSIONS) {
    const largest = [...sessions.keys()].reduce((a, b) => (a > b ? a : b));
    if (name > largest) return;
    sessions.delete(largest);
  }
  sessions.set(name, use);
}

function both(a: SessionUse, b: SessionUse): SessionUse {
  const last = Math.max(a.last, b.last);
  if ([...b.actions].every(([key, action]) => (a.actions.get(key) ?? '') >= action)) return { ...a, last };
  const actions = new Map(a.actions);
  for (const [key, action] of b.actions) {
    const known = actions.get(key);
    if (known === undefined || known < action) actions.set(key, action);
  }
  return { last, actions };
}

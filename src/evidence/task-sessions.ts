import { byKey } from '../base/by-key.ts';
import { joinMaps } from '../base/join.ts';
import type { EpochMs } from '../base/time.ts';

/** When the credentials of a task were seen to be fetched or renewed. */
export interface SessionTime {
  readonly first: EpochMs;
  readonly last: EpochMs;
}

/**
 * The tasks that ECS assumed a role for, by the beginning of the task id. Where there are more than can be kept, those with the smallest ids
 * are; ids are random, so that these are a fair sample, and below `bound` none is left out at any time.
 */
export interface TaskSessions {
  readonly tasks: ReadonlyMap<string, SessionTime>;
  /** Ids from here on may have been left out; absent where none was. */
  readonly bound?: string;
}

/** No task. */
export const NO_TASK_SESSIONS: TaskSessions = { tasks: new Map() };

/** The most tasks kept of a role. */
const MOST_TASKS = 16;

/** How much of an id is kept. Tasks that are alike in so much count as one, which can only make a start look older. */
const KEPT_OF_ID = 8;

/** Task ids: 32 hexadecimal digits, UUIDs in older tasks ("Amazon Resource Names (ARNs) and IDs", Amazon ECS developer guide). */
const TASK_ID = /^(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** Whether a session is named like a task. */
export function isTaskId(sessionName: string): boolean {
  return TASK_ID.test(sessionName);
}

/** The sessions of both. Commutative, associative and idempotent. */
export function joinTaskSessions(a: TaskSessions, b: TaskSessions): TaskSessions {
  const tasks = joinMaps(a.tasks, b.tasks, joinTimes);
  const bound = smaller(a.bound, b.bound);
  return bounded(tasks, bound);
}

/** With one more sighting of a task. */
export function addTaskSession(sessions: TaskSessions, taskId: string, at: EpochMs): TaskSessions {
  const id = taskId.slice(0, KEPT_OF_ID);
  if (sessions.bound !== undefined && id >= sessions.bound) return sessions;
  const known = sessions.tasks.get(id);
  if (known !== undefined && known.first <= at && at <= known.last) return sessions;
  return joinTaskSessions(sessions, { tasks: new Map([[id, { first: at, last: at }]]) });
}

/** Without tasks that were last seen before `from`. */
export function taskSessionsSince({ tasks, bound }: TaskSessions, from: EpochMs): TaskSessions {
  return bounded(new Map([...tasks].filter(([, { last }]) => last >= from)), bound);
}

/**
 * When tasks started, ascending, as far as that can be told: a task whose credentials were fetched for the first time at
 * least `RENEWED_WITHIN_MS` after `watchedFrom` had none before. Sessions that were renewed only tell of no start.
 */
export function startsAmong({ tasks }: TaskSessions, watchedFrom: EpochMs): readonly EpochMs[] {
  return [...tasks.values()]
    .map(({ first }) => first)
    .filter((first) => first >= watchedFrom + RENEWED_WITHIN_MS)
    .sort((a, b) => a - b);
}

/** A task's credentials live for six hours at most, and are renewed before ("Task IAM role", Amazon ECS developer guide); with a day's reserve. */
const RENEWED_WITHIN_MS = 24 * 60 * 60 * 1000;

function bounded(tasks: ReadonlyMap<string, SessionTime>, bound: string | undefined): TaskSessions {
  const below = [...tasks].filter(([id]) => bound === undefined || id < bound).sort(byKey);
  const cut = below[MOST_TASKS]?.[0];
  const limit = cut ?? bound;
  return { tasks: new Map(below.slice(0, MOST_TASKS)), ...(limit === undefined ? {} : { bound: limit }) };
}

function joinTimes(a: SessionTime, b: SessionTime): SessionTime {
  return { first: Math.min(a.first, b.first), last: Math.max(a.last, b.last) };
}

function smaller(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a < b ? a : b;
}

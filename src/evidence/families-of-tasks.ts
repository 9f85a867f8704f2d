import { type BoundedSortedMap, boundedSortedMap } from '../base/bounded-sorted-map.ts';
import type { TaskStarted } from '../cloudtrail/observation.ts';
import { MOST_SESSIONS } from './session-use.ts';

/** The families of tasks that were seen to start. */
export interface FamiliesOfTasks {
  add(task: TaskStarted): void;
  /** By task id. */
  families(): ReadonlyMap<string, string>;
}

/**
 * Knows no task yet. Of each family as many are kept as of a role's sessions, by the same order: whichever session of a
 * role is kept, a task of its that was seen to start is kept too.
 */
export function familiesOfTasks(): FamiliesOfTasks {
  const byFamily = new Map<string, BoundedSortedMap<string>>();
  return {
    add({ taskId, family }) {
      const tasks = byFamily.get(family) ?? boundedSortedMap<string>(MOST_SESSIONS);
      byFamily.set(family, tasks);
      tasks.set(taskId, family);
    },
    families: () => new Map([...byFamily.values()].flatMap(({ kept }) => [...kept])),
  };
}

import { byKey } from '../base/by-key.ts';
import type { SessionUses } from '../evidence/session-use.ts';
import type { Action } from '../iam/action.ts';

/**
 * What each family's tasks used, in order of family and action: sessions of a task's roles bear the task's id.
 * Families of which no session is known are left out.
 */
export function usedByFamily(
  sessions: SessionUses,
  taskFamilies: ReadonlyMap<string, string> = new Map(),
): ReadonlyMap<string, readonly Action[]> {
  const families = new Map<string, Map<string, Action>>();
  for (const [taskId, { actions }] of sessions) {
    const family = taskFamilies.get(taskId);
    if (family === undefined) continue;
    const used = families.get(family) ?? new Map<string, Action>();
    families.set(family, used);
    for (const [key, action] of actions) {
      const known = used.get(key);
      if (known === undefined || known < action) used.set(key, action);
    }
  }
  return new Map([...families].sort(byKey).map(([family, used]) => [family, [...used.values()].sort()]));
}

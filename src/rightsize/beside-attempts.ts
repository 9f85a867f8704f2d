import { day } from '../base/time.ts';
import { actionKey } from '../evidence/action-usage.ts';
import type { RoleLastAccessed } from '../evidence/last-accessed/role-last-accessed.ts';
import type { RoleUsage } from '../evidence/role-usage.ts';
import type { Role } from '../iam/role.ts';
import type { Evidence } from './assessment-input.ts';

/**
 * What AWS may have checked beside calls that no event shows, but IAM's last-accessed data knows of: by action (`actionKey`),
 * which call that was, as a sentence.
 */
export function besideAttempts(
  { actions }: RoleLastAccessed,
  { createdAt }: Role,
  { used }: RoleUsage,
  { checkedFor }: Pick<Evidence, 'checkedFor'>,
): ReadonlyMap<string, string> {
  const beside = new Map<string, string>();
  if (checkedFor === undefined) return beside;
  for (const [key, { action, at }] of actions) {
    // An event of its own tells with its parameters what was checked; what another call may have needed is no such event.
    if (at < createdAt || used.get(key)?.certainty === 'exact') continue;
    const sentence = `IAM's last-accessed data has a call of ${action} on ${day(at)}, which may have been checked for it.`;
    for (const checked of checkedFor(action)) beside.set(actionKey(checked), sentence);
  }
  return beside;
}

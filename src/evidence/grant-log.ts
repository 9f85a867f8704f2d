import type { GrantChange } from '../cloudtrail/observation.ts';

/** The latest changes to what roles and customer managed policies grant. */
export interface GrantLog {
  add(change: GrantChange): void;
  /** Of each kind of event, policy and tags with an end the latest one that named the role, and of those that named nobody. */
  ofRole(roleName: string): readonly GrantChange[];
  /** The latest change of the policy's version in force. */
  ofPolicy(policyArn: string): GrantChange | undefined;
}

/** An empty log. Keeps the latest change per role, event name, policy and tags with an end, so that it stays small and order does not matter. */
export function grantLog(): GrantLog {
  const roles = new Map<string, Map<string, GrantChange>>();
  const policies = new Map<string, GrantChange>();
  /** Changes that name neither role nor policy may concern any role. */
  const nameless = new Map<string, GrantChange>();
  return {
    add(change) {
      if (change.roleName === undefined && change.policyArn === undefined) {
        keepLatest(nameless, change.eventName, change);
      }
      if (change.roleName !== undefined) {
        const role = change.roleName.toLowerCase();
        const known = roles.get(role) ?? new Map<string, GrantChange>();
        keepLatest(known, `${change.eventName} ${change.policy ?? ''} ${(change.endingTags ?? []).join(' ')}`, change);
        roles.set(role, known);
      }
      if (change.policyArn !== undefined) keepLatest(policies, change.policyArn, change);
    },
    ofRole(roleName) {
      const own = roles.get(roleName.toLowerCase())?.values() ?? [];
      return [...own, ...nameless.values()].sort((a, b) => a.at - b.at);
    },
    ofPolicy(policyArn) {
      return policies.get(policyArn);
    },
  };
}

function keepLatest(into: Map<string, GrantChange>, key: string, change: GrantChange): void {
  const known = into.get(key);
  if (known === undefined || known.at < change.at) into.set(key, change);
}

import { listed } from '../../base/format.ts';
import { policyName } from '../../iam/named-policy.ts';
import type { Statement } from '../../iam/policy.ts';
import { byText, statementsOf, unreadPolicies, withRole } from '../role-facts.ts';
import type { Probe } from '../rule.ts';

/** Fires on an Allow of (nearly) every action on every resource without a condition. */
export const administratorAccess: Probe = (assessment) =>
  withRole(assessment, (role) => {
    const granting = statementsOf(role).filter(({ statement }) => grantsEverything(statement));
    if (granting.length === 0) {
      const unread = unreadPolicies(role);
      return unread === undefined ? { kind: 'fine' } : { kind: 'unavailable', why: unread };
    }
    const policies = [...new Set(granting.map(({ source }) => policyName(source)))].sort(byText);
    const used = assessment.actions.filter((action) => action.verdict === 'used').map((action) => action.action);
    const bounded = role.boundary !== undefined;
    return {
      kind: 'finding',
      draft: {
        severity: bounded ? 'HIGH' : 'CRITICAL',
        title: `${role.name} is granted every action on every resource`,
        description: `${listed(policies)} ${policies.length === 1 ? 'grants' : 'grant'} every action on every resource${
          bounded ? ', within a permissions boundary' : ''
        }. ${
          used.length > 0
            ? `Seen in use: ${listed([...used].sort(byText), 10)}.`
            : 'None of its actions was seen in use where events are watched.'
        }`,
        reason: `every action on every resource, by ${listed(policies, 2)}; ${used.length} seen in use`,
        actions: [],
        remediation: `Replace ${listed(policies, 3)} with a policy that grants the actions the role was seen to use, on the resources they need.`,
        evidence: { policies: policies.join(', '), usedActions: String(used.length) },
      },
    };
  });

/** `*` on `*`; or a NotAction that leaves IAM itself granted, which is as much. */
export function grantsEverything(statement: Statement): boolean {
  if (statement.effect !== 'Allow' || statement.condition !== undefined) return false;
  if (!(statement.resource?.includes('*') ?? false)) return false;
  if (statement.notAction !== undefined) return !statement.notAction.some((pattern) => /^(iam:|\*)/i.test(pattern));
  return statement.action?.some((pattern) => /^\*+(:\*+)?$/.test(pattern)) ?? false;
}

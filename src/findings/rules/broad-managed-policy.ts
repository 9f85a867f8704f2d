import { counted, listed } from '../../base/format.ts';
import { broadPolicyOf } from '../broad-policies.ts';
import { byText, withRole } from '../role-facts.ts';
import type { Probe } from '../rule.ts';
import { worstSeverity } from '../severity.ts';

/** Fires on attached AWS managed policies that are wider than any one task needs. */
export const broadManagedPolicy: Probe = (assessment) =>
  withRole(assessment, (role) => {
    const broad = role.policies
      .flatMap(({ source }) => {
        const policy = broadPolicyOf(source);
        return policy === undefined ? [] : [{ ...policy, name: source.name }];
      })
      .sort((a, b) => byText(a.name, b.name));
    if (broad.length === 0) {
      const [unread] = role.unread;
      return unread === undefined ? { kind: 'fine' } : { kind: 'unavailable', why: unread };
    }
    const names = broad.map((policy) => policy.name);
    return {
      kind: 'finding',
      draft: {
        severity: worstSeverity(broad.map((policy) => policy.severity)),
        title: `${role.name} carries ${counted(broad.length, 'broad AWS managed policy')}`,
        description: `${broad.map((policy) => `${policy.name}: a task needs ${policy.instead}`).join('. ')}. AWS managed policies name no resource of this account and may grow at any time.`,
        actions: [],
        remediation: `Detach ${listed(names, 6)} and attach a policy of your own with the actions in use and their resources.`,
        evidence: { managedPolicies: names.join(', ') },
      },
    };
  });

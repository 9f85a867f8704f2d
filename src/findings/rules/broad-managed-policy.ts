import { byText } from '../../base/by-text.ts';
import { counted, listed } from '../../base/format.ts';
import { memoize } from '../../base/memoize.ts';
import { policyName } from '../../iam/named-policy.ts';
import type { StatementRef } from '../../iam/policy.ts';
import type { RoleAssessment } from '../../rightsize/verdict.ts';
import { IAM_USER_GUIDE } from '../aws-guides.ts';
import { broadPolicyOf } from '../broad-policies.ts';
import { isAdministrator } from '../is-administrator.ts';
import { withRole } from '../role-facts.ts';
import type { Outcome, Rule } from '../rule.ts';
import { worstSeverity } from '../severity.ts';

/** Fires on attached AWS managed policies that are wider than any one task needs. */
export const broadManagedPolicy = {
  id: 'broad-managed-policy',
  title: 'Role carries AWS managed policies made for everybody',
  motivation: 'An AWS managed policy names no resource of yours, and AWS may add actions to it at any time.',
  severity:
    'HIGH for PowerUserAccess, MEDIUM where the policy can write or read secrets everywhere, and for AdministratorAccess of which denies or the boundary leave no administrator, LOW where it only reads, INFORMATIONAL for AmazonECSTaskExecutionRolePolicy alone.',
  remediation: 'Replace the managed policy with one that names the actions in use and their resources.',
  page: {
    title: 'Managed policies and inline policies',
    url: `${IAM_USER_GUIDE}/access_policies_managed-vs-inline.html`,
  },
  evidence: 'The names of all attached policies.',
  notApplicable:
    'Denies or the boundary take away all that the policy grants; the role does not exist, or belongs to another account.',
  classifier: 'Broad Managed Policy',
  probe,
} as const satisfies Rule;

function probe(assessment: RoleAssessment): Outcome {
  return withRole(assessment, (role) => {
    const administrator = isAdministrator(role);
    const broad = role.policies
      .flatMap(({ source }) => {
        const policy = broadPolicyOf(source);
        // Where nothing takes away what it grants, administrator-access tells of it.
        if (administrator && source.name === 'AdministratorAccess') return [];
        const taken = policy !== undefined && isTakenAway(policyName(source), assessment);
        return policy === undefined || taken ? [] : [{ ...policy, name: source.name }];
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
}

/** Whether denies or the boundary take away all that the policy grants. */
function isTakenAway(policy: string, { actions }: RoleAssessment): boolean {
  const isOfPolicy = memoize((refs: readonly StatementRef[]) => refs.some((ref) => ref.policy === policy));
  const granted = actions.filter(({ grantedBy }) => isOfPolicy(grantedBy));
  return granted.length > 0 && granted.every(({ verdict }) => verdict === 'blocked');
}

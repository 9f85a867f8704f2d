import { byText } from '../../base/by-text.ts';
import { listed } from '../../base/format.ts';
import type { RoleAssessment } from '../../rightsize/verdict.ts';
import { IAM_USER_GUIDE } from '../aws-guides.ts';
import { administratorPolicies, isUnbounded } from '../is-administrator.ts';
import { unreadPolicies, watchedEvidence, watchedSentence, withRole } from '../role-facts.ts';
import type { Outcome, Rule } from '../rule.ts';

/** Fires on an Allow of (nearly) every action on every resource, unless denies or the boundary leave no administrator of it. */
export const administratorAccess = {
  id: 'administrator-access',
  title: 'Role is granted every action on every resource',
  motivation: 'A container with administrator access makes any fault in the application a fault of the whole account.',
  severity:
    'CRITICAL; HIGH where a permissions boundary takes some of it away. Where denies or the boundary take away every way to change IAM, the rule does not fire.',
  remediation:
    'Replace the statement with one that grants the actions this role was seen to use, and what its applications call beside, which no event may show.',
  page: { title: 'Security best practices in IAM', url: `${IAM_USER_GUIDE}/best-practices.html` },
  evidence: 'Every policy of the role.',
  notApplicable: 'The role does not exist, or belongs to another account.',
  classifier: 'Administrator Access',
  probe,
} as const satisfies Rule;

function probe(assessment: RoleAssessment): Outcome {
  return withRole(assessment, (role) => {
    const policies = [...new Set(administratorPolicies(role))].sort(byText);
    if (policies.length === 0) {
      const unread = unreadPolicies(role);
      return unread === undefined ? { kind: 'fine' } : { kind: 'unavailable', why: unread };
    }
    const used = assessment.actions.filter((action) => action.verdict === 'used').map((action) => action.action);
    const bounded = !isUnbounded(role);
    return {
      kind: 'finding',
      draft: {
        severity: bounded ? 'HIGH' : 'CRITICAL',
        title: `${role.name} is granted every action on every resource`,
        description: `Every action on every resource is granted by ${listed(policies)}${
          bounded ? ', within a permissions boundary' : ''
        }. ${
          used.length > 0
            ? `Seen in use: ${listed([...used].sort(byText), 10)}.`
            : 'None of its actions was seen in use where events are watched.'
        }`,
        reason: `every action on every resource, by ${listed(policies, 2)}; ${used.length} seen in use`,
        actions: [],
        remediation:
          used.length > 0
            ? `Replace ${listed(policies, 3)} with a policy that grants the actions the role was seen to use, and what its applications call beside, which no event may show; on the resources they need. Begin with what was seen: ecs-role-auditor policy ${role.name} --as diff --used-only.`
            : `Replace ${listed(policies, 3)} with a policy that grants what its applications call, on the resources they need.`,
        ...watchedSentence(assessment),
        evidence: {
          policies: policies.join(', '),
          usedActions: String(used.length),
          ...watchedEvidence(assessment),
        },
      },
    };
  });
}

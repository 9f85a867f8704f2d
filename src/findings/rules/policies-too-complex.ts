import { statementCount } from '../../rightsize/role-budget.ts';
import type { RoleAssessment } from '../../rightsize/verdict.ts';
import { IAM_USER_GUIDE } from '../aws-guides.ts';
import { withRole } from '../role-facts.ts';
import type { Outcome, Rule } from '../rule.ts';

/** Fires on roles whose policies take more work to tell apart than one role is given. */
export const policiesTooComplex = {
  id: 'policies-too-complex',
  title: 'Policies of the role are too complex to be audited',
  motivation:
    'No application needs hundreds of statements that each grant other actions. Nobody can say what such a role may do, neither a reader nor this audit, and whoever may write its policies can hide behind that.',
  severity: 'HIGH: what the role may do beyond its work is not known.',
  remediation:
    'Replace the policies with ones that name what is used: few statements, and actions rather than wildcards in their middle.',
  page: { title: 'IAM and AWS STS quotas', url: `${IAM_USER_GUIDE}/reference_iam-quotas.html` },
  evidence: 'Every policy of the role and its boundary.',
  notApplicable: 'The role does not exist, or belongs to another account.',
  classifier: 'Policies Too Complex',
  probe,
} as const satisfies Rule;

function probe(assessment: RoleAssessment): Outcome {
  return withRole(assessment, (role) => {
    if (assessment.beyondBudget === undefined) return { kind: 'fine' };
    const statements = String(statementCount(role));
    return {
      kind: 'finding',
      draft: {
        severity: 'HIGH',
        title: `${role.name} has policies that are too complex to be audited`,
        description: `Its ${statements} policy statements grant and deny so many sets of actions that telling them apart takes more work than one role is given. None of its permissions is called unused, no policy is proposed, and ways to escalate may be hidden among them.`,
        actions: [],
        evidence: { statements },
      },
    };
  });
}

import { analyseTrust, statementsForEcs } from '../../iam/trust.ts';
import type { RoleAssessment } from '../../rightsize/verdict.ts';
import { IAM_USER_GUIDE } from '../aws-guides.ts';
import { bindToAccount } from '../ecs-trust-statement.ts';
import { withTrustPolicy } from '../role-facts.ts';
import type { Outcome, Rule, RuleContext } from '../rule.ts';

/** Fires on a trust policy that lets ECS assume the role without saying for whose tasks. */
export const trustWithoutSourceCondition = {
  id: 'trust-without-source-condition',
  title: 'Trust policy does not say on whose behalf ECS may assume the role',
  motivation:
    'Without aws:SourceAccount or aws:SourceArn, ECS could be led to assume the role on behalf of another account (the confused deputy).',
  severity: 'LOW.',
  remediation:
    'Add the condition StringEquals aws:SourceAccount (this account) and ArnLike aws:SourceArn (arn:PARTITION:ecs:REGION:ACCOUNT:*) to the statement that trusts ecs-tasks.amazonaws.com.',
  page: { title: 'The confused deputy problem', url: `${IAM_USER_GUIDE}/confused-deputy.html` },
  evidence: 'The trust policy.',
  notApplicable: 'The trust policy does not trust ECS tasks; the role does not exist, or belongs to another account.',
  classifier: 'Trust Policy',
  probe,
} as const satisfies Rule;

function probe(assessment: RoleAssessment, context: RuleContext): Outcome {
  return withTrustPolicy(assessment, (role, trustPolicy) => {
    const trust = analyseTrust(trustPolicy, { accountId: context.accountId });
    if (!trust.trustsEcsTasks) return { kind: 'notApplicable', why: 'the trust policy does not trust ECS tasks' };
    if (trust.sourceAccountProtected || trust.sourceArnProtected) return { kind: 'fine' };
    return {
      kind: 'finding',
      draft: {
        severity: 'LOW',
        title: `${role.name} may be assumed by ECS without a source condition`,
        description:
          'The trust policy trusts ecs-tasks.amazonaws.com without aws:SourceAccount or aws:SourceArn: nothing in it ties the role to tasks of this account.',
        actions: [],
        remediation: bindToAccount(role.name, statementsForEcs(trustPolicy, { accountId: context.accountId }), context),
        evidence: {},
      },
    };
  });
}

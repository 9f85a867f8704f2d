import { listed } from '../../base/format.ts';
import { analyseTrust } from '../../iam/trust.ts';
import type { RoleAssessment } from '../../rightsize/verdict.ts';
import { ECS_DEVELOPER_GUIDE } from '../aws-guides.ts';
import { familiesOf, withTrustPolicy } from '../role-facts.ts';
import type { Outcome, Rule, RuleContext } from '../rule.ts';

/** Fires on a role in use by task definitions whose trust policy certainly does not let ECS tasks assume it. */
export const trustMissingEcs = {
  id: 'trust-missing-ecs',
  title: 'Trust policy does not let ECS tasks assume the role',
  motivation: 'ECS cannot assume the role, so no task can start with it.',
  severity: 'HIGH.',
  remediation:
    'Allow sts:AssumeRole for the service principal ecs-tasks.amazonaws.com in the trust policy, with aws:SourceAccount as a condition.',
  page: { title: 'Amazon ECS task IAM role', url: `${ECS_DEVELOPER_GUIDE}/task-iam-roles.html` },
  evidence: 'The trust policy.',
  notApplicable: 'The role does not exist, or belongs to another account.',
  classifier: 'Trust Policy',
  probe,
} as const satisfies Rule;

function probe(assessment: RoleAssessment, context: RuleContext): Outcome {
  return withTrustPolicy(assessment, (role, trustPolicy) => {
    const { trustsEcsTasks } = analyseTrust(trustPolicy, { accountId: context.accountId });
    if (trustsEcsTasks) return { kind: 'fine' };
    return {
      kind: 'finding',
      draft: {
        severity: 'HIGH',
        title: `${role.name} does not trust ECS tasks`,
        description: `The trust policy does not let ecs-tasks.amazonaws.com call sts:AssumeRole, so ECS cannot start a task of ${listed(familiesOf(assessment))} with this role.`,
        actions: [],
        remediation: `Add to the trust policy of ${role.name}: ${JSON.stringify({
          Effect: 'Allow',
          Principal: { Service: 'ecs-tasks.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: { StringEquals: { 'aws:SourceAccount': context.accountId } },
        })}`,
        evidence: {},
      },
    };
  });
}

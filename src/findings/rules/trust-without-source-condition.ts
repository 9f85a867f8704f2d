import { analyseTrust } from '../../iam/trust.ts';
import { withRole } from '../role-facts.ts';
import type { Probe } from '../rule.ts';

/** Fires on a trust policy that lets ECS assume the role without saying for whose tasks. */
export const trustWithoutSourceCondition: Probe = (assessment, _all, context) =>
  withRole(assessment, (role) => {
    if (!role.trustPolicy.ok) return { kind: 'unavailable', why: role.trustPolicy.problem };
    const trust = analyseTrust(role.trustPolicy.value, { accountId: context.accountId });
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
        remediation: `Add to the statement that trusts ecs-tasks.amazonaws.com: ${JSON.stringify({
          Condition: {
            StringEquals: { 'aws:SourceAccount': context.accountId },
            ArnLike: { 'aws:SourceArn': `arn:${context.partition}:ecs:*:${context.accountId}:*` },
          },
        })}`,
        evidence: {},
      },
    };
  });

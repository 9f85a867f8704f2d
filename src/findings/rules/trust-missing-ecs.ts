import { listed } from '../../base/format.ts';
import { analyseTrust } from '../../iam/trust.ts';
import { familiesOf, withRole } from '../role-facts.ts';
import type { Probe } from '../rule.ts';

/** Fires on a role in use by task definitions whose trust policy certainly does not let ECS tasks assume it. */
export const trustMissingEcs: Probe = (assessment, _all, context) =>
  withRole(assessment, (role) => {
    if (!role.trustPolicy.ok) return { kind: 'unavailable', why: role.trustPolicy.problem };
    const { trustsEcsTasks } = analyseTrust(role.trustPolicy.value, { accountId: context.accountId });
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

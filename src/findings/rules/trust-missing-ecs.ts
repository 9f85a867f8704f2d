import { ECS_TASKS, statementsTrustingEcs } from '../ecs-trust.ts';
import { familiesOf, withRole } from '../role-facts.ts';
import type { Probe } from '../rule.ts';
import { listed } from '../text.ts';

/** Fires on a role in use by task definitions whose trust policy does not let ECS tasks assume it. */
export const trustMissingEcs: Probe = (assessment, _all, context) =>
  withRole(assessment, (role) => {
    if (!role.trustPolicy.ok) return { kind: 'unavailable', why: role.trustPolicy.problem };
    if (statementsTrustingEcs(role.trustPolicy.value).length > 0) return { kind: 'fine' };
    const families = familiesOf(assessment);
    return {
      kind: 'finding',
      draft: {
        severity: 'HIGH',
        title: `${role.name} does not trust ECS tasks`,
        description: `No statement of the trust policy allows ${ECS_TASKS} to call sts:AssumeRole, so ECS cannot start a task of ${listed(families)} with this role.`,
        actions: [],
        remediation: `Add to the trust policy of ${role.name}: ${JSON.stringify({
          Effect: 'Allow',
          Principal: { Service: ECS_TASKS },
          Action: 'sts:AssumeRole',
          Condition: { StringEquals: { 'aws:SourceAccount': context.accountId } },
        })}`,
        evidence: {},
      },
    };
  });

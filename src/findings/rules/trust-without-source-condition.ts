import { ECS_TASKS, hasSourceCondition, statementsTrustingEcs } from '../ecs-trust.ts';
import { withRole } from '../role-facts.ts';
import type { Probe } from '../rule.ts';

/** Fires on a trust policy that lets ECS assume the role without saying for whose tasks. */
export const trustWithoutSourceCondition: Probe = (assessment, _all, context) =>
  withRole(assessment, (role) => {
    if (!role.trustPolicy.ok) return { kind: 'unavailable', why: role.trustPolicy.problem };
    const trusting = statementsTrustingEcs(role.trustPolicy.value);
    if (trusting.length === 0) return { kind: 'notApplicable', why: 'the trust policy does not trust ECS tasks' };
    const open = trusting.filter((statement) => !hasSourceCondition(statement));
    if (open.length === 0) return { kind: 'fine' };
    const names = open.map((statement) => statement.sid ?? `statement ${statement.index + 1}`).join(', ');
    return {
      kind: 'finding',
      draft: {
        severity: 'LOW',
        title: `${role.name} may be assumed by ECS without a source condition`,
        description: `${names} of the trust policy trusts ${ECS_TASKS} without aws:SourceAccount or aws:SourceArn: nothing in it ties the role to tasks of this account.`,
        actions: [],
        remediation: `Add to that statement: ${JSON.stringify({
          Condition: {
            StringEquals: { 'aws:SourceAccount': context.accountId },
            ArnLike: { 'aws:SourceArn': `arn:${context.partition}:ecs:*:${context.accountId}:*` },
          },
        })}`,
        evidence: { statements: names },
      },
    };
  });

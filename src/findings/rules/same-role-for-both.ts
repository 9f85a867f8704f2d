import { listed } from '../../base/format.ts';
import type { RoleAssessment } from '../../rightsize/verdict.ts';
import { ECS_DEVELOPER_GUIDE } from '../aws-guides.ts';
import { familiesOf, jobsOf, withRole } from '../role-facts.ts';
import type { Outcome, Rule, RuleContext } from '../rule.ts';

/** Fires on a role that is task role here and execution role there, in one task definition or in several. */
export const sameRoleForBoth = {
  id: 'same-role-for-both',
  title: 'One role is both task role and execution role',
  motivation:
    'The application then holds what only the ECS agent should: reading the secrets of its task definition, pulling images. And the two needs can no longer be told apart in CloudTrail.',
  severity: 'MEDIUM.',
  remediation: 'Give the task definition two roles: one for the ECS agent, one for the application.',
  page: { title: 'Best practices for IAM roles in Amazon ECS', url: `${ECS_DEVELOPER_GUIDE}/security-iam-roles.html` },
  evidence: 'For its absence, every task definition of every enabled Region.',
  notApplicable: 'The role does not exist, or belongs to another account.',
  classifier: 'Shared Role',
  probe,
} as const satisfies Rule;

function probe(assessment: RoleAssessment, context: RuleContext): Outcome {
  return withRole(assessment, (role) => {
    const jobs = jobsOf(assessment);
    if (!jobs.has('task') || !jobs.has('execution')) {
      if (context.inventoryComplete) return { kind: 'fine' };
      return {
        kind: 'unavailable',
        why: 'not every task definition was read: the role may have the other job elsewhere',
      };
    }
    const task = familiesOf(assessment, 'task');
    const execution = familiesOf(assessment, 'execution');
    const both = task.filter((family) => execution.includes(family));
    return {
      kind: 'finding',
      draft: {
        severity: 'MEDIUM',
        title: `${role.name} is both task role and execution role`,
        description:
          both.length > 0
            ? `${listed(both)} ${both.length === 1 ? 'gives' : 'give'} one role both jobs: the application holds what only the ECS agent needs (secrets, images, log streams), and CloudTrail cannot tell the two apart.`
            : `Task role of ${listed(task)}, execution role of ${listed(execution)}: the applications hold what only the ECS agent needs, and CloudTrail cannot tell the two apart.`,
        actions: [],
        remediation: `Create an execution role with what the task definitions need (images, logs, secrets), name it as executionRoleArn, and leave ${role.name} to the application.`,
        evidence: { taskRoleOf: task.join(', '), executionRoleOf: execution.join(', ') },
      },
    };
  });
}

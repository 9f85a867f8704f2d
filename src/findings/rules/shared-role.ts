import { counted, listed } from '../../base/format.ts';
import type { RoleAssessment } from '../../rightsize/verdict.ts';
import { ECS_DEVELOPER_GUIDE } from '../aws-guides.ts';
import { familyUse } from '../family-use.ts';
import { familiesOf, jobsOf, withRole } from '../role-facts.ts';
import type { Outcome, Rule, RuleContext } from '../rule.ts';

/**
 * Fires on a role that several families share: each then holds what the others need. Says what each used, where it can
 * be told, and which split that suggests.
 */
export const sharedRole = {
  id: 'shared-role',
  title: 'Several task-definition families share a role',
  motivation: 'Each family then holds what all of them need, and what one uses keeps it granted to all.',
  severity: 'LOW for a task role, INFORMATIONAL for an execution role.',
  remediation: 'Give each family, or each group of families with the same needs, a role of its own.',
  page: { title: 'Amazon ECS task IAM role', url: `${ECS_DEVELOPER_GUIDE}/task-iam-roles.html` },
  evidence:
    'The task definitions; for its absence, those of every Region. What each family used is told from sessions that bear the id of a running task, or of one that RunTask or StartTask was seen to start.',
  notApplicable: 'The role does not exist, or belongs to another account.',
  classifier: 'Shared Role',
  probe,
} as const satisfies Rule;

function probe(assessment: RoleAssessment, context: RuleContext): Outcome {
  return withRole(assessment, (role) => {
    const asTask = familiesOf(assessment, 'task');
    const families = familiesOf(assessment);
    if (families.length < 2) {
      if (context.inventoryComplete) return { kind: 'fine' };
      return { kind: 'unavailable', why: 'not every task definition was read: another family may name the role' };
    }
    const task = jobsOf(assessment).has('task') && asTask.length > 1;
    const use = familyUse(assessment, task ? asTask : families);
    return {
      kind: 'finding',
      draft: {
        // The agent's work is much the same for all; applications differ.
        severity: task ? 'LOW' : 'INFORMATIONAL',
        title: `${role.name} is shared by ${counted(families.length, 'family')}`,
        description: task
          ? `Task role of ${listed(asTask, 8)}: each application holds what all of them need, and what one of them uses keeps it granted to the others.`
          : `Execution role of ${listed(families, 8)}: for each of them the ECS agent may read the images, secrets and logs of all.`,
        passing: use.text,
        actions: [],
        remediation: task
          ? 'Give each family, or each group of families that need the same, a task role of its own, beginning with the family that handles the most sensitive data.'
          : 'Give families whose secrets others must not read an execution role of their own.',
        evidence: { families: String(families.length), familyNames: families.slice(0, 40).join(' '), ...use.evidence },
      },
    };
  });
}

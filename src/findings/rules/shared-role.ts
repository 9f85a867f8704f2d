import { counted, listed } from '../../base/format.ts';
import { familyUse } from '../family-use.ts';
import { familiesOf, jobsOf, withRole } from '../role-facts.ts';
import type { Probe } from '../rule.ts';

/**
 * Fires on a role that several families share: each then holds what the others need. Says what each used, where it can
 * be told, and which split that suggests.
 */
export const sharedRole: Probe = (assessment, _all, context) =>
  withRole(assessment, (role) => {
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
          ? 'Give each family a task role of its own, beginning with the family that handles the most sensitive data.'
          : 'Give families whose secrets others must not read an execution role of their own.',
        evidence: { families: String(families.length), familyNames: families.slice(0, 40).join(' '), ...use.evidence },
      },
    };
  });

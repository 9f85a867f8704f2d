import { byKey } from '../../base/by-key.ts';
import { byText } from '../../base/by-text.ts';
import { counted, listed } from '../../base/format.ts';
import type { Action } from '../../iam/action.ts';
import type { RoleAssessment } from '../../rightsize/verdict.ts';
import { ECS_DEVELOPER_GUIDE } from '../aws-guides.ts';
import { jobsOf, unreadPolicies, withRole } from '../role-facts.ts';
import type { Outcome, Rule, RuleContext } from '../rule.ts';

/** Fires on permissions that a task definition certainly needs of its execution role and does not get. */
export const executionRoleMissingPermission = {
  id: 'execution-role-missing-permission',
  title: 'Execution role lacks a permission that the task definition needs',
  motivation:
    'The ECS agent needs it to start the container. Without it the task stops before the application runs: at the next deployment, or at the next replacement of a failed task.',
  severity: 'HIGH.',
  remediation: 'Add the statement to a policy of the execution role.',
  page: { title: 'Amazon ECS task execution IAM role', url: `${ECS_DEVELOPER_GUIDE}/task_execution_IAM_role.html` },
  evidence: 'The task definition, and every policy of the role with its permissions boundary.',
  notApplicable: 'The role is no execution role, does not exist, or belongs to another account.',
  classifier: 'Missing Permission',
  probe,
} as const satisfies Rule;

function probe(assessment: RoleAssessment, context: RuleContext): Outcome {
  return withRole(assessment, (role) => {
    const missing = assessment.missing.filter((need) => need.job === 'execution' && need.certainty === 'certain');
    // An unread policy may grant what seems to be missing.
    const unread = unreadPolicies(role);
    if (unread !== undefined) return { kind: 'unavailable', why: unread };
    if (missing.length === 0) {
      if (!context.inventoryComplete) return { kind: 'unavailable', why: 'not every task definition was read' };
      if (jobsOf(assessment).has('execution')) return { kind: 'fine' };
      return { kind: 'notApplicable', why: 'the role is no execution role' };
    }
    const actions = [...new Set(missing.map((need) => need.action))].sort(byText);
    const blocked = missing.filter((need) => (need.blockedBy?.length ?? 0) > 0);
    const blockers = [...new Set(blocked.flatMap((need) => (need.blockedBy ?? []).map((ref) => ref.policy)))].sort(
      byText,
    );
    const absent = missing.filter((need) => (need.blockedBy?.length ?? 0) === 0);
    const statement = JSON.stringify(statementFor(absent));
    const fields = [...new Set(missing.map((need) => `${need.family} (${need.field})`))].sort(byText);
    return {
      kind: 'finding',
      draft: {
        severity: 'HIGH',
        title: `Execution role ${role.name} lacks ${counted(actions.length, 'permission')} that its task definitions need`,
        description: [
          `${listed(actions, 8)} ${actions.length === 1 ? 'is' : 'are'} needed by ${listed(fields, 4)}. Without ${actions.length === 1 ? 'it' : 'them'} the container does not start.`,
          blockers.length > 0 ? `Granted, but taken away by ${listed(blockers)}.` : '',
        ]
          .filter((sentence) => sentence !== '')
          .join(' '),
        reason: `no ${listed(actions, 3)}: the container does not start`,
        actions,
        remediation: [
          absent.length > 0
            ? statement.length < 380
              ? `Add to a policy of ${role.name}: ${statement}`
              : `Add ${listed([...new Set(absent.map((need) => need.action))].sort(byText), 5)} to a policy of ${role.name}; the exact statement is in the product field "statement".`
            : '',
          blockers.length > 0 ? `Allow it in ${listed(blockers, 2)} too.` : '',
        ]
          .filter((sentence) => sentence !== '')
          .join(' '),
        evidence: { ...(absent.length > 0 && { statement }), fields: fields.join(', ') },
      },
    };
  });
}

function statementFor(missing: RoleAssessment['missing']): unknown {
  const actionsByResources = new Map<string, Set<Action>>();
  for (const need of missing) {
    const resources = JSON.stringify([...need.resources].sort(byText));
    const actions = actionsByResources.get(resources) ?? new Set();
    actionsByResources.set(resources, actions.add(need.action));
  }
  const statements = [...actionsByResources].sort(byKey).map(([resources, actions]) => ({
    Effect: 'Allow',
    Action: [...actions].sort(byText),
    Resource: JSON.parse(resources) as unknown,
  }));
  return statements.length === 1 ? statements[0] : statements;
}

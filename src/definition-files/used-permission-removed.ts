import { byText } from '../base/by-text.ts';
import { counted, listed } from '../base/format.ts';
import { IAM_USER_GUIDE } from '../findings/aws-guides.ts';
import { unreadPolicies, withRole } from '../findings/role-facts.ts';
import type { RoleRule } from '../findings/rule.ts';
import type { Action } from '../iam/action.ts';
import { roleEvaluator } from '../iam/role-evaluator.ts';
import { roleBudget } from '../rightsize/role-budget.ts';
import type { RoleAssessment } from '../rightsize/verdict.ts';
import type { SeenUses } from './assess-file-role.ts';
import { loosened } from './open-policies.ts';

/** Fires on actions that the last audit saw in use and that the file's policies no longer grant, by what was seen of each role. */
export function usedPermissionRemoved(seenOf: (assessment: RoleAssessment) => SeenUses): RoleRule {
  return {
    ...METADATA,
    probe: (assessment) =>
      withRole(assessment, (role) => {
        const seen = seenOf(assessment);
        if (seen.size === 0) return { kind: 'notApplicable', why: 'the report of the account saw no use of the role' };
        const unread = unreadPolicies(role);
        if (unread !== undefined) return { kind: 'unavailable', why: unread };
        const { ask } = roleEvaluator(loosened(role, new Set()), roleBudget(role, 'what it takes away'));
        const granted = new Set(
          assessment.actions
            .filter(({ action }) => seen.has(action.toLowerCase()))
            .map(({ action }) => action.toLowerCase()),
        );
        const lost = [...seen.values()]
          .flatMap(({ action, last, resources }) => {
            const arns = resources.filter((each) => each.startsWith('arn:'));
            const closed = arns.filter((arn) => ask(action, arn) === 'closed');
            if (granted.has(action.toLowerCase()) && (arns.length === 0 || closed.length === 0)) return [];
            return [{ action: action as Action, last, resources: granted.has(action.toLowerCase()) ? closed : arns }];
          })
          .sort((a, b) => byText(a.action, b.action));
        if (lost.length === 0) return { kind: 'fine' };
        const actions = lost.map(({ action }) => action);
        const shown = lost.map(({ action, last, resources }) =>
          [
            action,
            ...(resources.length === 0 ? [] : [`on ${listed(resources, 2)}`]),
            ...(last === undefined ? [] : [`last on ${last.slice(0, 10)}`]),
          ].join(' '),
        );
        return {
          kind: 'finding',
          draft: {
            severity: 'HIGH',
            title: `${role.name} would lose ${counted(actions.length, 'permission')} that it uses`,
            description: `The last audit saw in use what the policies of the file do not grant: ${listed(shown, 8)}.`,
            actions,
            remediation: `Grant ${listed(actions, 6)} in the file's policies of ${role.name}, or make sure that it is used no more.`,
            evidence: {},
          },
        };
      }),
  };
}

/** What documents say of the rule, whatever was seen. */
const METADATA: Omit<RoleRule, 'probe'> = {
  id: 'used-permission-removed',
  title: 'File takes away a permission that is in use',
  motivation: 'The change breaks the application when it is deployed.',
  severity: 'HIGH.',
  remediation: 'Grant the action in the file, or make sure that it is used no more.',
  page: { title: 'Security best practices in IAM', url: `${IAM_USER_GUIDE}/best-practices.html` },
  evidence: 'The report of an audit, and every policy that the file gives the role.',
  notApplicable: 'The report saw no use of the role.',
  classifier: 'Missing Permission',
};

/** The rule for documents. */
export const USED_PERMISSION_REMOVED: RoleRule = {
  ...METADATA,
  probe: () => ({ kind: 'notApplicable', why: 'no report was given' }),
};

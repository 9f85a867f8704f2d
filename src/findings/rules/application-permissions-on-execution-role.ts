import { byText } from '../../base/by-text.ts';
import { counted, listed } from '../../base/format.ts';
import { getOrInsert } from '../../base/get-or-insert.ts';
import { memoize, memoizeWeakly } from '../../base/memoize.ts';
import { type Action, sameAction } from '../../iam/action.ts';
import { policyName } from '../../iam/named-policy.ts';
import type { StatementRef } from '../../iam/policy.ts';
import type { RoleAssessment } from '../../rightsize/verdict.ts';
import { belongsToTheAgent } from '../agent-actions.ts';
import { ECS_DEVELOPER_GUIDE } from '../aws-guides.ts';
import { broadPolicyOf } from '../broad-policies.ts';
import { isAdministrator } from '../is-administrator.ts';
import { familiesOf, jobsOf, unreadPolicies, withRole } from '../role-facts.ts';
import type { Outcome, Rule, RuleContext } from '../rule.ts';
import { swappedAsExecutionRole, swapRemedy } from '../swapped-roles.ts';

/** Fires on a role that is only an execution role and is granted what no ECS agent ever calls. */
export const applicationPermissionsOnExecutionRole = {
  id: 'application-permissions-on-execution-role',
  title: 'Execution role carries permissions that only an application would use',
  motivation:
    'The ECS agent uses the execution role to start the task; containers never receive its credentials. Application permissions belong on the task role: on the execution role they do not help the application and only widen what the agent may do.',
  severity:
    'MEDIUM; HIGH where a task definition of the same family has no task role, or its task role was refused one of these actions: then the application does not work.',
  remediation:
    'Move these permissions to the task role (taskRoleArn) of the task definition and remove them from the execution role.',
  page: { title: 'Amazon ECS task IAM role', url: `${ECS_DEVELOPER_GUIDE}/task-iam-roles.html` },
  evidence: 'Every policy of the role, and every task definition that names it.',
  notApplicable:
    'The role is also a task role, has administrator access, does not exist, or belongs to another account.',
  classifier: 'Role Confusion',
  probe,
} as const satisfies Rule;

function probe(assessment: RoleAssessment, context: RuleContext, all: readonly RoleAssessment[]): Outcome {
  return withRole(assessment, (role) => {
    const jobs = jobsOf(assessment);
    if (jobs.has('task')) return { kind: 'notApplicable', why: 'the role is a task role' };
    if (isAdministrator(role)) return { kind: 'notApplicable', why: 'administrator-access covers it' };
    // What a broad managed policy brings along is no sign of confusion: broad-managed-policy reports it.
    const broad = new Set(
      role.policies.filter(({ source }) => broadPolicyOf(source) !== undefined).map(({ source }) => policyName(source)),
    );
    const isOfAnother = memoize((refs: readonly StatementRef[]) => refs.some((ref) => !broad.has(ref.policy)));
    const misplaced = assessment.actions
      .filter((verdict) => verdict.verdict !== 'blocked' && !belongsToTheAgent(verdict.action))
      .filter((verdict) => verdict.grantedBy.length === 0 || isOfAnother(verdict.grantedBy))
      .map((verdict) => verdict.action)
      .sort(byText);
    if (!context.inventoryComplete) {
      return { kind: 'unavailable', why: 'not every task definition was read: the role may be a task role elsewhere' };
    }
    if (misplaced.length === 0) {
      const unread = unreadPolicies(role);
      return unread === undefined ? { kind: 'fine' } : { kind: 'unavailable', why: unread };
    }
    const families = familiesOf(assessment);
    const without = families.filter((family) => !context.taskRoleFamilies.has(family));
    const refused = refusedElsewhere(all, families, misplaced);
    const used = assessment.actions.filter(
      (verdict) => verdict.verdict === 'used' && misplaced.includes(verdict.action),
    );
    const swapped = swappedAsExecutionRole(assessment, all);
    const isSwapped = families.every((family) => swapped?.families.includes(family));
    return {
      kind: 'finding',
      draft: {
        severity: without.length > 0 || refused.length > 0 ? 'HIGH' : 'MEDIUM',
        title: `Execution role ${role.name} carries ${counted(misplaced.length, 'permission')} that belong${misplaced.length === 1 ? 's' : ''} on a task role`,
        description: [
          `${listed(misplaced, 10)}: the ECS agent, which is all that uses an execution role, never calls ${misplaced.length === 1 ? 'this' : 'these'}, and containers never receive the credentials of an execution role.`,
          without.length > 0
            ? `${listed(without)} ${without.length === 1 ? 'has' : 'have'} no task role, so the application has none of these permissions.`
            : '',
          refused.length > 0 ? `The task role was refused ${listed(refused)}.` : '',
          used.length > 0
            ? `${listed(used.map((verdict) => verdict.action))} ${used.length === 1 ? 'was' : 'were'} used all the same: something besides ECS assumes this role.`
            : '',
        ]
          .filter((sentence) => sentence !== '')
          .join(' '),
        reason: `${listed(misplaced, 3)} on the execution role${without.length > 0 ? `, and ${listed(without, 2)} without a task role` : ''}`,
        actions: misplaced,
        remediation:
          swapped !== undefined && isSwapped
            ? swapRemedy(swapped)
            : `${
                without.length > 0
                  ? `Create a task role for ${listed(without, 3)}, name it as taskRoleArn in the next revision, and grant it`
                  : `Grant the task role of ${listed(families, 3)}`
              } ${listed(misplaced, 5)}; then remove ${misplaced.length === 1 ? 'it' : 'them'} from ${role.name}.`,
        evidence: {
          ...(without.length > 0 && { familiesWithoutTaskRole: without.join(', ') }),
          ...(refused.length > 0 && { refusedToTaskRole: refused.join(', ') }),
        },
      },
    };
  });
}

/** What was refused to the task roles of these families and is among these actions. */
function refusedElsewhere(
  all: readonly RoleAssessment[],
  families: readonly string[],
  actions: readonly string[],
): readonly string[] {
  const refused = families
    .flatMap((family) => refusedByFamily(all).get(family) ?? [])
    .filter((action) => actions.some((misplaced) => sameAction(misplaced, action)));
  return [...new Set(refused)].sort(byText);
}

/** What was refused to the task roles of each family. */
const refusedByFamily = memoizeWeakly((all: readonly RoleAssessment[]): ReadonlyMap<string, readonly Action[]> => {
  const found = new Map<string, Action[]>();
  for (const assessment of all) {
    if (assessment.denied.length === 0) continue;
    for (const family of familiesOf(assessment, 'task')) {
      getOrInsert(found, family, () => []).push(...assessment.denied.map(({ action }) => action));
    }
  }
  return found;
});

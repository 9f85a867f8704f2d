import { byText } from '../../base/by-text.ts';
import { counted, listed } from '../../base/format.ts';
import { memoizeWeakly } from '../../base/memoize.ts';
import { isAgentAction, isImagePull } from '../../ecs/declarable-actions.ts';
import { type Action, sameAction } from '../../iam/action.ts';
import { namesAction } from '../../iam/match-statement.ts';
import { patternCovers } from '../../iam/pattern.ts';
import type { Role } from '../../iam/role.ts';
import type { RoleAssessment } from '../../rightsize/verdict.ts';
import { ECS_DEVELOPER_GUIDE } from '../aws-guides.ts';
import { isAdministrator } from '../is-administrator.ts';
import { familiesOf, jobsOf, statementsOf, withRole } from '../role-facts.ts';
import type { Outcome, Rule, RuleContext } from '../rule.ts';
import { swappedAsTaskRole } from '../swapped-roles.ts';

/**
 * Fires on pulls of images, and on access to what task definitions hand to the ECS agent, granted to a task role of which the application
 * does not use it. Objects, parameters, secrets and logs as such are what applications work with.
 */
export const infrastructurePermissionsOnTaskRole = {
  id: 'infrastructure-permissions-on-task-role',
  title: 'Task role carries permissions that only the ECS agent would use',
  motivation:
    'The agent pulls images, and fetches the secrets and files that task definitions name, with the execution role. On the task role these permissions do nothing but widen what the container may do.',
  severity: 'LOW.',
  remediation: 'Remove them from the task role; the execution role is where they belong.',
  page: { title: 'Amazon ECS task execution IAM role', url: `${ECS_DEVELOPER_GUIDE}/task_execution_IAM_role.html` },
  evidence: 'As unused-permissions; what the task definitions of the same families declare.',
  notApplicable:
    'The role is also an execution role, is swapped with one, has administrator access, does not exist, or belongs to another account.',
  classifier: 'Role Confusion',
  probe,
} as const satisfies Rule;

function probe(assessment: RoleAssessment, _context: RuleContext, all: readonly RoleAssessment[]): Outcome {
  return withRole(assessment, (role) => {
    if (jobsOf(assessment).has('execution')) return { kind: 'notApplicable', why: 'it is an execution role as well' };
    if (isAdministrator(role)) return { kind: 'notApplicable', why: 'administrator-access covers it' };
    if (swappedAsTaskRole(assessment, all) !== undefined) {
      return {
        kind: 'notApplicable',
        why: 'it is swapped with the execution role: execution-role-missing-permission covers it',
      };
    }
    const handed = handedToTheAgent(assessment, all);
    const ofTheAgent = assessment.actions.filter(
      ({ action }) => isImagePull(action) || (isAgentAction(action) && grantedOnlyOn(handed(action), action, role)),
    );
    const unused = ofTheAgent.filter(({ verdict }) => verdict === 'unused').map(({ action }) => action);
    if (unused.length === 0) {
      const open = ofTheAgent.filter(({ verdict }) => verdict === 'undetermined' || verdict === 'unobservable');
      if (open.length === 0) return { kind: 'fine' };
      return {
        kind: 'unavailable',
        why: `${counted(open.length, 'action')} of the ECS agent could not be judged`,
        about: open.map(({ action }) => action),
      };
    }
    const actions = [...unused].sort(byText);
    return {
      kind: 'finding',
      draft: {
        severity: 'LOW',
        title: `Task role ${role.name} carries ${counted(actions.length, 'permission')} that only the ECS agent would use`,
        description: `${listed(actions, 12)}: the ECS agent calls these with the execution role, before the container starts. The applications of ${listed(
          familiesOf(assessment),
          4,
        )} were not seen to use them.`,
        reason: `${listed(actions, 3)} belong on the execution role`,
        actions,
        remediation: `Remove ${listed(actions, 6)} from the task role; make sure that the execution role has what the task definitions need.`,
        evidence: { actions: String(actions.length) },
      },
    };
  });
}

/** The resources that task definitions of the role's families declare for the execution role, by action. */
function handedToTheAgent(
  assessment: RoleAssessment,
  all: readonly RoleAssessment[],
): (action: Action) => readonly string[] {
  const byFamily = neededByFamily(all);
  const declared = familiesOf(assessment).flatMap((family) => byFamily.get(family) ?? []);
  return (action) =>
    declared
      .filter((one) => sameAction(one.action, action))
      .flatMap(({ resources }) => resources.filter((arn) => arn !== '*'));
}

/** What execution roles need, by family; worked out once for all roles. */
const neededByFamily = memoizeWeakly((all: readonly RoleAssessment[]) =>
  Map.groupBy(
    all.flatMap(({ required }) => required.filter(({ job }) => job === 'execution')),
    ({ family }) => family,
  ),
);

function grantedOnlyOn(resources: readonly string[], action: Action, role: Role): boolean {
  if (resources.length === 0) return false;
  return statementsOf(role)
    .filter(({ statement }) => statement.effect === 'Allow' && namesAction(statement, action))
    .every(({ statement }) =>
      (statement.resource ?? ['*']).every((pattern) => resources.some((own) => patternCovers(own, pattern))),
    );
}

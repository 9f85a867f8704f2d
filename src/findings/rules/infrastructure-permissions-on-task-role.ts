import { byText } from '../../base/by-text.ts';
import { counted, listed } from '../../base/format.ts';
import { isAgentAction } from '../../ecs/declarable-actions.ts';
import type { RoleAssessment } from '../../rightsize/verdict.ts';
import { ECS_DEVELOPER_GUIDE } from '../aws-guides.ts';
import { isAdministrator } from '../is-administrator.ts';
import { familiesOf, jobsOf, withRole } from '../role-facts.ts';
import type { Outcome, Rule } from '../rule.ts';

/** Fires on what the ECS agent calls, granted to a task role of which the application does not use it. */
export const infrastructurePermissionsOnTaskRole = {
  id: 'infrastructure-permissions-on-task-role',
  title: 'Task role carries permissions that only the ECS agent would use',
  motivation:
    'The agent pulls images, fetches secrets and writes logs with the execution role. On the task role these permissions do nothing but widen what the container may do.',
  severity: 'LOW.',
  remediation: 'Remove them from the task role; the execution role is where they belong.',
  page: { title: 'Amazon ECS task execution IAM role', url: `${ECS_DEVELOPER_GUIDE}/task_execution_IAM_role.html` },
  evidence: 'As unused-permissions.',
  notApplicable:
    'The role is also an execution role, has administrator access, does not exist, or belongs to another account.',
  classifier: 'Role Confusion',
  probe,
} as const satisfies Rule;

function probe(assessment: RoleAssessment): Outcome {
  return withRole(assessment, (role) => {
    if (jobsOf(assessment).has('execution')) return { kind: 'notApplicable', why: 'it is an execution role as well' };
    if (isAdministrator(role)) return { kind: 'notApplicable', why: 'administrator-access covers it' };
    const ofTheAgent = assessment.actions.filter(({ action }) => isAgentAction(action));
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

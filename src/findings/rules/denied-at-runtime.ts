import { byText } from '../../base/by-text.ts';
import { counted, listed } from '../../base/format.ts';
import { sum } from '../../base/sum.ts';
import { day, wholeDays } from '../../base/time.ts';
import { type Action, sameAction } from '../../iam/action.ts';
import type { Role } from '../../iam/role.ts';
import type { DeniedAttempt, RoleAssessment } from '../../rightsize/verdict.ts';
import { belongsToTheAgent } from '../agent-actions.ts';
import { IAM_USER_GUIDE } from '../aws-guides.ts';
import { familiesOf, jobsOf, watchedEvidence, withRole } from '../role-facts.ts';
import type { Outcome, Rule, RuleContext } from '../rule.ts';

/** Fires on calls that IAM refused, and says which of the two roles to mend. */
export const deniedAtRuntime = {
  id: 'denied-at-runtime',
  title: 'Calls made with the role were denied',
  motivation:
    'The application or the ECS agent asked for something and was refused: a fault waiting to be noticed, or somebody probing.',
  severity: 'MEDIUM; LOW where the role is granted all of the refused actions today.',
  remediation: 'Grant the action on the resource where the call is meant, or remove the call.',
  page: {
    title: 'Troubleshoot access denied error messages',
    url: `${IAM_USER_GUIDE}/troubleshoot_access-denied.html`,
  },
  evidence: 'CloudTrail events with an authorization error; for their absence, events of every enabled Region.',
  notApplicable: 'The role does not exist, or belongs to another account.',
  classifier: 'Denied Calls',
  probe,
} as const satisfies Rule;

function probe(assessment: RoleAssessment, context: RuleContext): Outcome {
  return withRole(assessment, (role) => {
    const denied = openAttempts(assessment);
    if (denied.length === 0) {
      const { watched } = assessment;
      if (watched !== undefined && watched.to - watched.from >= context.minWatched) return { kind: 'fine' };
      return { kind: 'unavailable', why: `not watched in every Region for ${wholeDays(context.minWatched)} days` };
    }
    const actions = [...new Set(denied.map((attempt) => attempt.action))].sort(byText);
    const granted = actions.filter((action) =>
      assessment.actions.some((verdict) => sameAction(verdict.action, action) && verdict.verdict !== 'blocked'),
    );
    const resources = [...new Set(denied.flatMap((attempt) => attempt.resources))].sort(byText);
    return {
      kind: 'finding',
      draft: {
        severity: granted.length === actions.length ? 'LOW' : 'MEDIUM',
        title: `${role.name} was denied ${counted(actions.length, 'action')}`,
        description: [
          `Refused: ${listed(actions, 10)}${resources.length > 0 ? `, on ${listed(resources, 3)}` : ''}.`,
          granted.length > 0
            ? `The role is granted ${listed(granted)} today: the resource, a condition, a deny or a resource-based policy stood in the way, or the grant came later.`
            : '',
          directionOf(assessment, actions),
        ]
          .filter((sentence) => sentence !== '')
          .join(' '),
        passing: `Refused ${times(sum(denied.map(({ count }) => count)))}, last on ${day(Math.max(...denied.map(({ last }) => last)))}.`,
        reason: `denied ${listed(actions, 3)}`,
        actions,
        remediation: remedyOf(assessment, role, actions),
        evidence: {
          attempts: String(sum(denied.map(({ count }) => count))),
          errorCodes: [...new Set(denied.map((attempt) => attempt.errorCode))].sort(byText).join(', '),
          firstDenied: day(Math.min(...denied.map((attempt) => attempt.first))),
          lastDenied: day(Math.max(...denied.map((attempt) => attempt.last))),
          ...watchedEvidence(assessment),
        },
      },
    };
  });
}

/** What was taken away and is missed has a rule of its own; what was granted since is mended. */
function openAttempts({ denied, missed = [] }: RoleAssessment): readonly DeniedAttempt[] {
  const taken = new Set(missed.map(({ action }) => action.toLowerCase()));
  return denied.filter(
    ({ action, count, grantedSince }) => count > 0 && grantedSince !== true && !taken.has(action.toLowerCase()),
  );
}

function directionOf(assessment: RoleAssessment, actions: readonly Action[]): string {
  const jobs = jobsOf(assessment);
  if (jobs.has('task') && jobs.has('execution'))
    return 'One role serves as both, so either the agent or the application asked.';
  if (jobs.has('task')) return 'The application asked: this is the task role.';
  return actions.every(belongsToTheAgent)
    ? 'The ECS agent asked: this is the execution role.'
    : 'The ECS agent does not make such calls: something besides ECS uses this execution role.';
}

function remedyOf(assessment: RoleAssessment, role: Role, actions: readonly Action[]): string {
  const jobs = jobsOf(assessment);
  const list = listed(actions, 5);
  if (!jobs.has('task') && !actions.every(belongsToTheAgent)) {
    return `If an application of ${listed(familiesOf(assessment), 3)} needs ${list}, grant it to the task role (taskRoleArn), not to the execution role ${role.name}; otherwise find out who assumes ${role.name}.`;
  }
  const otherwise = jobs.has('task')
    ? 'remove the call from the application'
    : `take from the task definition what asks for it${actions.some((action) => sameAction(action, 'logs:CreateLogGroup')) ? ' (the option awslogs-create-group of logConfiguration)' : ''}`;
  return `If the call is meant, grant ${list} to ${role.name}, on the resources named; otherwise ${otherwise}.`;
}

function times(count: number): string {
  return count === 1 ? 'once' : counted(count, 'time');
}

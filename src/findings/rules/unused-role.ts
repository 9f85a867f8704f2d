import { listed } from '../../base/format.ts';
import { day, wholeDays } from '../../base/time.ts';
import type { RoleAssessment } from '../../rightsize/verdict.ts';
import { IAM_USER_GUIDE } from '../aws-guides.ts';
import { impactOf } from '../impact.ts';
import { familiesOf, watchedEvidence, watchedSentence, withRole } from '../role-facts.ts';
import type { Outcome, Rule, RuleContext } from '../rule.ts';

/** Fires on a role that nothing assumed, where an AssumeRole of ECS would have been seen. */
export const unusedRole = {
  id: 'unused-role',
  title: 'Role was not assumed in the watched window',
  motivation:
    'Task definitions name the role, yet nothing assumed it. It still gives all its permissions to whoever may pass it.',
  severity: 'LOW; MEDIUM where the role could manage permissions or read secrets.',
  remediation: 'Deregister the task definitions that name it if they are no longer run, then delete the role.',
  page: { title: 'Delete roles or instance profiles', url: `${IAM_USER_GUIDE}/id_roles_manage_delete.html` },
  evidence:
    "Events of every enabled Region, AssumeRole among them, for at least the minimum watched time; the role older than the window; IAM's own last-used date.",
  notApplicable: 'The role does not exist, or belongs to another account.',
  classifier: 'Unused Role',
  probe,
} as const satisfies Rule;

function probe(assessment: RoleAssessment, context: RuleContext): Outcome {
  return withRole(assessment, (role) => {
    const { watched, lastSeen } = assessment;
    if (assessment.actions.some((action) => action.verdict === 'used')) return { kind: 'fine' };
    if (assessment.inUse.uses.some((use) => use.override || use.status !== 'ACTIVE')) return { kind: 'fine' };
    if (watched === undefined) return { kind: 'unavailable', why: 'no window was watched in every enabled Region' };
    const signs = [lastSeen, role.lastUsed?.at].filter((at) => at !== undefined);
    if (signs.some((at) => at >= watched.from)) return { kind: 'fine' };
    if (watched.to - watched.from < context.minWatched) {
      return { kind: 'unavailable', why: `watched for less than ${wholeDays(context.minWatched)} days` };
    }
    if (role.createdAt > watched.from) return { kind: 'unavailable', why: 'the role is younger than the window' };
    if (context.coverage.some((coverage) => coverage.excludedEventSources.includes('sts.amazonaws.com'))) {
      return { kind: 'unavailable', why: 'events of sts.amazonaws.com are left out of what was watched' };
    }
    const families = familiesOf(assessment);
    const grave = assessment.actions.some(
      (verdict) =>
        verdict.verdict !== 'blocked' &&
        ['escalate', 'permissions', 'secrets'].includes(impactOf(verdict.action, context.accessLevelOf)),
    );
    return {
      kind: 'finding',
      draft: {
        severity: grave ? 'MEDIUM' : 'LOW',
        title: `${role.name} was not assumed in the watched window`,
        description: `No call and no AssumeRole of this role was seen in any enabled Region, and IAM ${
          role.lastUsed === undefined ? 'reports no use of it' : 'last saw it used before the window'
        }. ${listed(families)} still ${families.length === 1 ? 'names' : 'name'} it. A task that has run since before the window would not show here: look for one before you delete the role.`,
        ...watchedSentence(assessment),
        actions: [],
        evidence: {
          ...(role.lastUsed !== undefined && { roleLastUsed: day(role.lastUsed.at) }),
          roleCreated: day(role.createdAt),
          ...watchedEvidence(assessment),
        },
      },
    };
  });
}

import { counted, listed } from '../../base/format.ts';
import { day, wholeDays } from '../../base/time.ts';
import type { ActionVerdict, RoleAssessment } from '../../rightsize/verdict.ts';
import { IAM_USER_GUIDE } from '../aws-guides.ts';
import { type Impact, impactOf } from '../impact.ts';
import { withRole } from '../role-facts.ts';
import type { Outcome, Rule, RuleContext } from '../rule.ts';

const SENSITIVE: ReadonlySet<Impact> = new Set(['escalate', 'permissions', 'secrets']);

/** Fires for a week on a sensitive action that the role used for the first time although it had it all along. */
export const firstUse = {
  id: 'first-use',
  title: 'Role used a sensitive permission for the first time',
  motivation:
    'Nothing used the permission as long as it was watched, and now something does: a new feature, or somebody who found it.',
  severity: 'LOW.',
  remediation:
    'Find out whether a deployment explains the call. If none does, treat the role’s credentials as stolen: stop its tasks, and look at what else its sessions did. The finding resolves after a week.',
  page: {
    title: 'Refine permissions in AWS using last accessed information',
    url: `${IAM_USER_GUIDE}/access_policies_last-accessed.html`,
  },
  evidence:
    'Events that show the action, of every enabled Region, for the minimum watched time before the first use, in which the role was granted it.',
  notApplicable: 'The role does not exist, or belongs to another account.',
  classifier: 'First Use',
  probe,
} as const satisfies Rule;

function probe(assessment: RoleAssessment, context: RuleContext): Outcome {
  return withRole(assessment, (role) => {
    const first = assessment.actions.filter(
      ({ action, idleSince }) => idleSince !== undefined && SENSITIVE.has(impactOf(action, context.accessLevelOf)),
    );
    if (first.length === 0) {
      const { watched } = assessment;
      if (watched !== undefined && watched.to - watched.from >= context.minWatched) return { kind: 'fine' };
      return { kind: 'unavailable', why: `not watched in every Region for ${wholeDays(context.minWatched)} days` };
    }
    const actions = first.map(({ action }) => action);
    return {
      kind: 'finding',
      draft: {
        severity: 'LOW',
        title: `${role.name} used ${counted(actions.length, 'sensitive permission')} for the first time`,
        description: `First use: ${listed(first.map(useText), 6)}.`,
        reason: `first use of ${listed(actions, 3)}`,
        actions,
        evidence: {},
      },
    };
  });
}

function useText({ action, firstUsed = 0, idleSince = 0, resources }: ActionVerdict): string {
  const where = resources.length === 0 ? '' : ` on ${listed(resources, 2)}`;
  return `${action}${where}, on ${day(firstUsed)}, after ${wholeDays(firstUsed - idleSince)} days in which the role had it and did not use it`;
}

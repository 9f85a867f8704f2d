import { listed } from '../../base/format.ts';
import { day, wholeDays } from '../../base/time.ts';
import { impactOf } from '../impact.ts';
import { familiesOf, watchedEvidence, withRole } from '../role-facts.ts';
import type { Probe } from '../rule.ts';

/** Fires on a role that nothing assumed, where an AssumeRole of ECS would have been seen. */
export const unusedRole: Probe = (assessment, _all, context) =>
  withRole(assessment, (role) => {
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
        actions: [],
        evidence: {
          ...(role.lastUsed !== undefined && { roleLastUsed: day(role.lastUsed.at) }),
          roleCreated: day(role.createdAt),
          ...watchedEvidence(assessment),
        },
      },
    };
  });

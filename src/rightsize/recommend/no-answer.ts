import { counted, grouped } from '../../base/format.ts';
import type { RoleUsage } from '../../evidence/role-usage.ts';
import type { Catalog } from '../../iam/catalog/catalog.ts';
import type { RoleAssessment } from '../verdict.ts';
import { isNeeded } from './kept-actions.ts';
import type { PolicyAim, PolicyChange } from './recommendation.ts';

/** How many of a role's granted actions are neither used, required nor known to be unused, and of how many. */
export function unjudgedOf({ actions }: Pick<RoleAssessment, 'actions'>): PolicyChange['unjudged'] {
  const count = actions.filter(({ verdict }) => verdict === 'undetermined' || verdict === 'unobservable').length;
  return { count, of: actions.length };
}

/** "12 of 40 actions could not be judged". */
export function unjudgedText({ count, of }: PolicyChange['unjudged']): string {
  return `${grouped(count)} of ${counted(of, 'action')} could not be judged`;
}

/** Whether nothing shows that the role ran at all: then silence says nothing of what it needs when it does. */
export function isIdle(assessment: RoleAssessment, usage: RoleUsage): boolean {
  return usage.lastSeen === undefined && needsNothing(assessment, usage);
}

function needsNothing({ actions }: RoleAssessment, { used }: RoleUsage): boolean {
  return used.size === 0 && !actions.some(isNeeded);
}

/** Why a policy that can be worked out would be no answer, as a sentence; undefined where it is one. */
export function noAnswer(
  assessment: RoleAssessment,
  usage: RoleUsage,
  catalog: Catalog,
  { usedOnly }: PolicyAim,
): string | undefined {
  if (usedOnly) {
    return needsNothing(assessment, usage)
      ? 'Nothing that the role is granted is known to be used or required.'
      : undefined;
  }
  const unjudged = unjudgedOf(assessment);
  const mayDoNearlyAll = unjudged.of > catalog.size / 2;
  return mayDoNearlyAll && unjudged.count > unjudged.of / 2
    ? `The role may do nearly everything, and ${unjudgedText(unjudged)}: a policy that keeps them would differ little from today's. --used-only prints what is used and required alone, with its risk.`
    : undefined;
}

import type { EpochMs } from '../base/time.ts';
import type { RoleEvent } from '../evidence/role-usage.ts';
import type { Action } from '../iam/action.ts';
import type { RoleArn } from '../iam/arn.ts';
import type { Evidence } from '../rightsize/assessment-input.ts';
import { identityOf } from '../rightsize/judge-role.ts';
import { unrecordedOn } from '../rightsize/unrecorded-on.ts';
import type { RoleAssessment, Verdict } from '../rightsize/verdict.ts';

/** An action that data events would show, and that nobody records of everybody in every Region. */
export interface NeededAction {
  readonly action: Action;
  readonly verdict: Verdict;
  readonly resourceTypes: readonly string[];
  /** Since when a trail watches it of this role, in every Region; absent where none does. */
  readonly watchedSince?: EpochMs;
  /** Event names that a trail leaves out of the role's, and that may show it. */
  readonly muted?: readonly string[];
}

/** What data events could tell of one role, and what they told. */
export interface RoleNeeds {
  readonly role: RoleArn;
  readonly actions: readonly NeededAction[];
  /** Events that were seen and prove use of these actions. */
  readonly events: readonly RoleEvent[];
}

/** The roles whose data-plane actions an evidence trail decides, or goes on watching; in the order of the assessments. */
export function roleNeeds(assessments: readonly RoleAssessment[], evidence: Evidence): readonly RoleNeeds[] {
  return assessments.flatMap(({ lookup, actions }): readonly RoleNeeds[] => {
    if (lookup.kind !== 'found') return [];
    const { role } = lookup;
    const needed = actions.flatMap(({ action, verdict, grantedBy }): readonly NeededAction[] => {
      const events = evidence.observabilityOf(action);
      if (events.kind !== 'data' || unrecordedOn({ action, grantedBy }, role) !== undefined) return [];
      const ofEverybody = evidence.watched(events, action);
      if ('interval' in ofEverybody || ofEverybody.why !== 'off') return [];
      const own = evidence.watched(events, action, role.arn);
      return [
        {
          action,
          verdict,
          resourceTypes: events.resourceTypes,
          ...('interval' in own && { watchedSince: own.interval.from }),
          ...(!('interval' in own) && own.why === 'muted' && { muted: own.names }),
        },
      ];
    });
    if (needed.length === 0) return [];
    const names = new Set<string>(needed.map(({ action }) => action));
    const { events } = evidence.usage.usageOf(identityOf(lookup));
    return [
      { role: role.arn, actions: needed, events: events.filter((event) => event.actions.some((a) => names.has(a))) },
    ];
  });
}

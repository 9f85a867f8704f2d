import type { EpochMs } from '../base/time.ts';
import { sessionPrefixOf } from '../cloudtrail/trail-settings/session-filter.ts';
import type { Trail } from '../cloudtrail/trail-settings/trail.ts';
import type { RoleArn } from '../iam/arn.ts';
import type { Verdict } from '../rightsize/verdict.ts';
import { recordingsIn } from './plan-changes.ts';
import type { RoleNeeds } from './role-needs.ts';

/** How far the data events of one role have been watched. */
export interface RoleEvidence {
  readonly role: RoleArn;
  /** The resource types of its actions, sorted. */
  readonly types: readonly string[];
  /** Since when all that is watched of it is, in every Region; absent where nothing is. */
  readonly watchedSince?: EpochMs;
  /** How many of its actions are watched now, and how many there are. */
  readonly watched: number;
  readonly actions: number;
  /** Event names that trails leave out. */
  readonly muted: readonly string[];
  readonly decided: number;
}

const DECIDED: ReadonlySet<Verdict> = new Set(['used', 'required', 'unused', 'blocked']);

/** What is watched, muted and decided of each role whose data-plane actions are not recorded of everybody. */
export function evidenceStatus(
  needs: readonly RoleNeeds[],
  trails: readonly Pick<Trail, 'selectors'>[],
): readonly RoleEvidence[] {
  const recordings = trails.flatMap(({ selectors }) => recordingsIn(selectors));
  return needs.map(({ role, actions }) => {
    const since = actions.flatMap(({ watchedSince }) => watchedSince ?? []);
    const own = recordings.filter((recording) => recording.role === sessionPrefixOf(role));
    return {
      role,
      types: [...new Set(actions.flatMap(({ resourceTypes }) => resourceTypes))].sort(),
      ...(since.length > 0 && { watchedSince: Math.max(...since) }),
      watched: since.length,
      actions: actions.length,
      muted: [...new Set(own.flatMap(({ muted }) => muted))].sort(),
      decided: actions.filter(({ verdict }) => DECIDED.has(verdict)).length,
    };
  });
}

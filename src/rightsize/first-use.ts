import { DAY_MS, type EpochMs } from '../base/time.ts';
import type { ActionUsage } from '../evidence/action-usage.ts';
import type { Grant } from '../iam/grant.ts';
import type { RoleCase } from './check-unused.ts';
import { noUseOfEvents } from './no-use-of-events.ts';

/** For so long a first use counts as one. */
export const FIRST_USE_MS = 7 * DAY_MS;

/**
 * Since when an action had been granted and watched without a use before its first one, which is a few days old; undefined
 * where that is shorter than what must be watched before anything is unused.
 */
export function idleBeforeFirstUse(
  grant: Grant,
  { first, certainty }: ActionUsage,
  { role, grantedSince, evidence }: RoleCase,
): EpochMs | undefined {
  const { now, thresholds } = evidence;
  if (first < now - FIRST_USE_MS || certainty !== 'exact') return undefined;
  const shown = noUseOfEvents(grant.action, role.arn, evidence);
  if ('verdict' in shown) return undefined;
  const since = Math.max(shown.interval.from, role.createdAt, grantedSince(grant));
  return first - since >= thresholds.minWatched ? since : undefined;
}

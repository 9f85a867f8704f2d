import { type EpochMs, HOUR_MS, type TimeRange } from '../../base/time.ts';
import { type Action, serviceOf } from '../../iam/action.ts';
import { isReported } from './reporting-services.ts';
import type { Attempt, RoleLastAccessed } from './role-last-accessed.ts';
import { TRACKING_MS, trackedSince } from './tracking-period.ts';

/** "Recent activity usually appears within four hours." */
const REPORTING_LAG_MS = 4 * HOUR_MS;

/** The latest attempt to use an action that IAM tracks by itself; of a role of the same name from before, none. */
export function attemptOf(lastAccessed: RoleLastAccessed, action: Action, roleCreatedAt: EpochMs): Attempt | undefined {
  const attempt = lastAccessed.actions.get(action.toLowerCase());
  return attempt === undefined || attempt.at < roleCreatedAt ? undefined : attempt;
}

/**
 * The time in which the role did not once try to call the action's service, in any enabled Region. Says something only of
 * services that are known to report, that the report lists for the role, and where IAM tracks every enabled Region.
 */
export function noUseInterval(
  lastAccessed: RoleLastAccessed,
  action: Action,
  enabledRegions: readonly string[] | undefined,
): TimeRange | undefined {
  const service = serviceOf(action).toLowerCase();
  if (!isReported(action) || !lastAccessed.services.has(service)) return undefined;
  if (lastAccessed.services.get(service) !== undefined || hasAttempt(lastAccessed, service)) return undefined;
  const since = trackedSince(enabledRegions ?? []);
  if (since === undefined) return undefined;
  const from = Math.max(since, lastAccessed.readAt - TRACKING_MS);
  const to = lastAccessed.readAt - REPORTING_LAG_MS;
  return from < to ? { from, to } : undefined;
}

function hasAttempt(lastAccessed: RoleLastAccessed, service: string): boolean {
  return lastAccessed.actions.keys().some((action) => action.startsWith(`${service}:`));
}

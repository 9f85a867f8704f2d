import { type EpochMs, HOUR_MS, type TimeRange } from '../../base/time.ts';
import { type Action, serviceOf } from '../../iam/action.ts';
import { isReported } from './reporting-services.ts';
import type { Attempt, RoleLastAccessed } from './role-last-accessed.ts';
import { TRACKING_MS, trackedSince } from './tracking-period.ts';

/** "Recent activity usually appears within four hours." */
const REPORTING_LAG_MS = 4 * HOUR_MS;

/** The latest attempt to use an action that IAM tracks by itself; of a role of the same name from before, none. */
export function attemptOf(witness: RoleLastAccessed, action: Action, roleCreatedAt: EpochMs): Attempt | undefined {
  const attempt = witness.actions.get(action.toLowerCase());
  return attempt === undefined || attempt.at < roleCreatedAt ? undefined : attempt;
}

/**
 * The time in which the role did not once try to call the action's service, in any enabled Region. Says something only of
 * services that are known to report, that the report lists for the role, and where IAM tracks every enabled Region.
 */
export function silenceOf(
  witness: RoleLastAccessed,
  action: Action,
  enabledRegions: readonly string[] | undefined,
): TimeRange | undefined {
  const service = serviceOf(action).toLowerCase();
  if (!isReported(action) || !witness.services.has(service)) return undefined;
  if (witness.services.get(service) !== undefined || hasAttempt(witness, service)) return undefined;
  const since = trackedSince(enabledRegions ?? []);
  if (since === undefined) return undefined;
  const from = Math.max(since, witness.readAt - TRACKING_MS);
  const to = witness.readAt - REPORTING_LAG_MS;
  return from < to ? { from, to } : undefined;
}

function hasAttempt(witness: RoleLastAccessed, service: string): boolean {
  return witness.actions.keys().some((action) => action.startsWith(`${service}:`));
}

import { ok, problem, type Result } from '../../base/result.ts';
import { DAY_MS, day, type EpochMs } from '../../base/time.ts';

/** A year and a day, so that "the same day next year" always fits: whoever accepts something looks at it again by then. */
const FURTHEST = 366 * DAY_MS;

/**
 * Reads the day from which an exception no longer holds, `2027-01-31`: it ends when that day begins, UTC. One that lies in the
 * past is read like any other, since exceptions that expired are told of; one too far ahead is refused.
 */
export function parseExceptionDate(text: string, now: EpochMs): Result<EpochMs> {
  const at = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  // Date.parse takes 2027-02-30 for the second of March.
  if (Number.isNaN(at) || day(at) !== text) {
    return problem(`expected a day such as ${day(now + 90 * DAY_MS)}, the first on which it no longer holds (UTC)`);
  }
  if (at > now + FURTHEST) {
    return problem(
      `expected at most 366 days ahead, ${day(now + FURTHEST)} today: what is accepted is looked at every year`,
    );
  }
  return ok(at);
}

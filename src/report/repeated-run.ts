import { toIso, toMinute } from '../base/time.ts';
import type { EarlierRuns } from '../ledger/run-marker.ts';

/** What a run is answered with that had nothing to do: another has done it, or is at work. Times are ISO 8601. */
export interface RepeatedRun {
  readonly account: string;
  /** Why nothing was done, for people. */
  readonly repeated: string;
  /** When the other run began, and whether it has finished. */
  readonly startedAt: string;
  readonly finished: boolean;
}

/** The answer to an event that was delivered again. */
export function repeatedRun(account: string, { marker, done }: NonNullable<EarlierRuns['same']>): RepeatedRun {
  const other = `the run of ${toMinute(marker.at)}`;
  return {
    account,
    repeated: done
      ? `Nothing was done: this event was delivered before, and ${other} has finished what it asks for`
      : `Nothing was done: this event was delivered before, and ${other} is at work on it`,
    startedAt: toIso(marker.at),
    finished: done,
  };
}

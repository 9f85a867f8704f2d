import { joinByRank } from '../base/join.ts';
import { DAY_MS, day, type EpochMs } from '../base/time.ts';

/** What one night's audit came to, in plain texts: the severities and verdicts of today need not be those of then. */
export interface StoredRun {
  /** When the audit began. */
  readonly at: EpochMs;
  /** Whose task definitions were read: `all`, or the Regions with spaces between, and `of` families. Only equal ones can be compared. */
  readonly regions: string;
  readonly roles: number;
  /** Findings that were found open, by severity. */
  readonly findings: Readonly<Record<string, number>>;
  /** Findings open as far as was known, but not looked at well enough that night; none where absent. */
  readonly notLookedAt?: number;
  /** Findings that somebody accepted. */
  readonly suppressed: number;
  /** Granted actions, by verdict. */
  readonly verdicts: Readonly<Record<string, number>>;
  /** False where something could not be read or published. */
  readonly complete: boolean;
}

/** The key of a night: its UTC day and its Regions. One that is run again takes the place of what it was. */
export function runKey({ at, regions }: Pick<StoredRun, 'at' | 'regions'>): string {
  return `${day(at)} ${regions}`;
}

/** Two accounts of one night: the complete one, else the later. Both are of one day, so a day more outranks any time. */
export const joinRuns = joinByRank<StoredRun>(({ at, complete }) => (complete ? at + DAY_MS : at));

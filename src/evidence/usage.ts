import type { AccountId } from '../base/account-id.ts';
import type { Incomplete } from '../base/incomplete.ts';
import type { Region } from '../base/region.ts';
import type { EpochMs } from '../base/time.ts';
import type { GrantChange, Observation, RoleAssumed, TaskRoleGiven, TaskStarted } from '../cloudtrail/observation.ts';
import type { RoleArn } from '../iam/arn.ts';
import type { Coverage, RecordsRead } from './coverage.ts';
import type { RoleLastAccessed } from './last-accessed/role-last-accessed.ts';
import type { RefusedFiles } from './refused-files.ts';
import type { ShownInPlace } from './shown-events.ts';
import type { UnvalidatedFiles } from './unvalidated-files.ts';

/** What a usage source is asked: read this window in these Regions, for these roles. */
export interface UsageRequest {
  readonly accountId: AccountId;
  readonly regions: readonly Region[];
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** The roles that are judged; sources that read by Region hand on all roles. */
  readonly roles?: readonly RoleArn[];
  /** Of a source that reads so many roles a run: the ARN of the role at which the last run's turn ended. */
  readonly turnEndedAt?: string;
  /** Trail files that earlier runs found to be too large. */
  readonly refused?: RefusedFiles;
  /** What earlier runs read and remember. It need not be read again; to read it again does no harm. */
  readonly known?: ReadPart;
}

/** Periods of which everything seen has been handed over. */
export interface ReadPart {
  readonly coverage: readonly Coverage[];
  readonly recordsRead: readonly RecordsRead[];
}

/**
 * What a usage source hands on while it reads. Sources push; nothing is kept that is not evidence,
 * so a million records pass in constant memory.
 */
export interface UsageReceiver {
  observe(observation: Observation): void;
  grantChanged(change: GrantChange): void;
  assumed(sign: RoleAssumed): void;
  taskStarted?(task: TaskStarted): void;
  taskRoleGiven?(given: TaskRoleGiven): void;
  /** A record that could not be read: its Region and (where known) time are no longer fully watched. */
  unreadable(region: string, why: string): void;
  /**
   * Told now and then, after everything of these periods has been handed over: they are kept together with it, so that a
   * run that ends here has not read in vain. Never rejects.
   */
  partRead?(part: ReadPart): Promise<void>;
}

/** What a source says when it is done (or out of time). */
export interface UsageOutcome {
  readonly coverage: readonly Coverage[];
  /** Records of trails that were read; what they cover is worked out from the trails' settings. */
  readonly recordsRead?: readonly RecordsRead[];
  readonly lastAccessed?: readonly RoleLastAccessed[];
  /** The last role that was read, where not all had their turn: the next run begins behind it. */
  readonly turnEndedAt?: RoleArn;
  /** Which kinds of events were read where trails deliver. */
  readonly shown?: readonly ShownInPlace[];
  /** Trail files that this run had to inflate to know that they are too large. */
  readonly refused?: RefusedFiles;
  /** Trail files that nobody can tell to be all there and unaltered. */
  readonly unvalidated?: readonly UnvalidatedFiles[];
  /** What a reader must know of what was read and left out, a sentence each; nothing that should have worked and did not. */
  readonly caveats?: readonly string[];
  readonly incomplete: readonly Incomplete[];
  /** Records looked at, of any principal. */
  readonly records: number;
}

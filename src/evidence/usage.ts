import type { Incomplete } from '../base/incomplete.ts';
import type { EpochMs } from '../base/time.ts';
import type { GrantChange, Observation, RoleAssumed } from '../cloudtrail/observation.ts';
import type { Coverage, RecordsRead } from './coverage.ts';

/** What a usage source is asked: read this window in these Regions, for these roles. */
export interface UsageRequest {
  readonly accountId: string;
  readonly regions: readonly string[];
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/**
 * What a usage source hands on while it reads. Sources push; nothing is kept that is not evidence,
 * so a million records pass in constant memory.
 */
export interface UsageReceiver {
  observe(observation: Observation): void;
  grantChanged(change: GrantChange): void;
  assumed(sign: RoleAssumed): void;
  /** A record that could not be read: its Region and (where known) time are no longer fully watched. */
  unreadable(region: string, why: string): void;
}

/** What a source says when it is done (or out of time). */
export interface UsageOutcome {
  readonly coverage: readonly Coverage[];
  /** Records of trails that were read; what they cover is worked out from the trails' settings. */
  readonly recordsRead?: readonly RecordsRead[];
  readonly incomplete: readonly Incomplete[];
  /** Records looked at, of any principal. */
  readonly records: number;
}

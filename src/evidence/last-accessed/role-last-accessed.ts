import type { EpochMs } from '../../base/time.ts';
import type { Action } from '../../iam/action.ts';
import type { RoleArn } from '../../iam/arn.ts';

/** The latest attempt, successful or denied. */
export interface Attempt {
  readonly at: EpochMs;
  readonly region?: string;
}

/** What IAM's last-accessed data says of one role ("Refine permissions in AWS using last accessed information"). */
export interface RoleLastAccessed {
  readonly role: RoleArn;
  readonly readAt: EpochMs;
  /**
   * By service prefix: every service that the role's policies allow, with the latest attempt to call it, `undefined` where
   * there was none in the tracking period.
   */
  readonly services: ReadonlyMap<string, Attempt | undefined>;
  /** By action in lower case: the actions that IAM tracks one by one and the role attempted. */
  readonly actions: ReadonlyMap<string, Attempt & { readonly action: Action }>;
}

import { type Join, joinMaps } from '../base/join.ts';
import type { EpochMs } from '../base/time.ts';

/** What the last message that one notifier delivered said: the base of what is new in its next one. */
export interface NotificationState {
  /** Start of the run that sent it. */
  readonly at: EpochMs;
  /** The findings that were open then: severity by id. */
  readonly findings: ReadonlyMap<string, string>;
}

/** The later state; for equal times the union of both. */
export const joinNotificationStates: Join<NotificationState> = (a, b) => {
  if (a.at !== b.at) return a.at > b.at ? a : b;
  return { at: a.at, findings: joinMaps(a.findings, b.findings, (left, right) => (left >= right ? left : right)) };
};

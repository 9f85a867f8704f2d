import type { EpochMs } from '../base/time.ts';
import { type Join, joinMaps } from './join.ts';

/** What the readers of one notifier knew after they were last told. */
export interface Told {
  /** When the run began that told them. */
  readonly at: EpochMs;
  /** The findings that were open then: severity by id. */
  readonly findings: ReadonlyMap<string, string>;
}

/** The later; of one moment, what either told. */
export const joinTold: Join<Told> = (a, b) => {
  if (a.at !== b.at) return a.at > b.at ? a : b;
  return { at: a.at, findings: joinMaps(a.findings, b.findings, (left, right) => (left >= right ? left : right)) };
};

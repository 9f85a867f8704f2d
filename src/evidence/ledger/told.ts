import type { EpochMs } from '../../base/time.ts';
import { joinMaps } from './join.ts';

/** What people knew after they were last told. */
export interface Told {
  /** When the run began that told them. */
  readonly at: EpochMs;
  /** The findings that were open then: severity by id. */
  readonly findings: ReadonlyMap<string, string>;
}

/** The later; of one moment, what either told. */
export function joinTold(a: Told | undefined, b: Told | undefined): Told | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  if (a.at !== b.at) return a.at > b.at ? a : b;
  return { at: a.at, findings: joinMaps(a.findings, b.findings, (left, right) => (left >= right ? left : right)) };
}

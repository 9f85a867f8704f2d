import { assumedIn, observationsOf, type PackedGroups, type PackedSigns } from './kernel/packed-groups.ts';
import { latestSigns, type ScannedEvidence } from './observation-groups.ts';

/** What a batch proved, most of it still as numbers: quick to make, and to pass between threads. */
export interface PackedEvidence extends ScannedEvidence {
  readonly groups?: PackedGroups;
  readonly signs?: PackedSigns;
}

/** The same, with all observations and signs. */
export function unpacked({ groups, signs, ...evidence }: PackedEvidence): ScannedEvidence {
  return {
    ...evidence,
    observations: groups === undefined ? evidence.observations : [...evidence.observations, ...observationsOf(groups)],
    assumed: signs === undefined ? evidence.assumed : latestSigns([...evidence.assumed, ...assumedIn(signs)]),
  };
}

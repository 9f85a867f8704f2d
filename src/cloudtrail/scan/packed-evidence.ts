import { observationsOf, type PackedGroups } from './kernel/packed-groups.ts';
import { type PackedRoleAssumptions, roleAssumptionsOf } from './kernel/packed-role-assumptions.ts';
import { latestRoleAssumptions, type ScannedEvidence } from './observation-groups.ts';

/** Evidence of a batch, most of it in the kernel's layout: cheap to pass between threads. */
export interface PackedEvidence extends ScannedEvidence {
  readonly groups?: PackedGroups;
  readonly roleAssumptions?: PackedRoleAssumptions;
}

/** Decodes the packed parts into observations and role assumptions. */
export function unpacked({ groups, roleAssumptions, ...evidence }: PackedEvidence): ScannedEvidence {
  return {
    ...evidence,
    observations: groups === undefined ? evidence.observations : [...evidence.observations, ...observationsOf(groups)],
    assumed:
      roleAssumptions === undefined
        ? evidence.assumed
        : latestRoleAssumptions([...evidence.assumed, ...roleAssumptionsOf(roleAssumptions)]),
  };
}

import { joinMaps, larger, mapValues } from '../base/join.ts';
import type { EpochMs } from '../base/time.ts';
import {
  type CoverageMap,
  coverageWithin,
  joinCoverage,
  joinReads,
  type ReadsMap,
  readsWithin,
} from './coverage-map.ts';
import { activitySince, joinActivity, type RoleActivity } from './role-activity.ts';
import { joinTaskStarts, type TaskStarts, taskStartsSince } from './task-starts.ts';

/**
 * What was seen in some time, and what of it was read. Both are one value, written in one go: a period counts as read only
 * where everything seen in it is here too.
 */
export interface EvidencePart {
  /** By `ACCOUNT/role name in lower case/role id`; the id is empty for events that carry none. */
  readonly roles: ReadonlyMap<string, RoleActivity>;
  /** The latest time of each change of grants; the key is the change itself (`grantChangeKey`). */
  readonly grantChanges: ReadonlyMap<string, EpochMs>;
  readonly taskStarts: TaskStarts;
  readonly coverage: CoverageMap;
  readonly reads: ReadsMap;
}

/** Nothing seen, nothing read. */
export const NO_EVIDENCE: EvidencePart = {
  roles: new Map(),
  grantChanges: new Map(),
  taskStarts: new Map(),
  coverage: new Map(),
  reads: new Map(),
};

/** Both together. Commutative, associative and idempotent. */
export function joinEvidence(a: EvidencePart, b: EvidencePart): EvidencePart {
  return {
    roles: joinMaps(a.roles, b.roles, joinActivity),
    grantChanges: joinMaps(a.grantChanges, b.grantChanges, larger),
    taskStarts: joinTaskStarts(a.taskStarts, b.taskStarts),
    coverage: joinCoverage(a.coverage, b.coverage),
    reads: joinReads(a.reads, b.reads),
  };
}

/** Without what lies before `from`, evidence and coverage alike. */
export function evidenceSince(evidence: EvidencePart, from: EpochMs): EvidencePart {
  const window = { from, to: Number.POSITIVE_INFINITY };
  return {
    roles: mapValues(evidence.roles, (role) => activitySince(role, from)),
    grantChanges: mapValues(evidence.grantChanges, (at) => (at >= from ? at : undefined)),
    taskStarts: taskStartsSince(evidence.taskStarts, from),
    coverage: coverageWithin(evidence.coverage, window),
    reads: readsWithin(evidence.reads, window),
  };
}

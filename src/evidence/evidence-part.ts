import { joinMaps, mapValues } from '../base/join.ts';
import type { EpochMs } from '../base/time.ts';
import { isByWeek } from './bucket-counts.ts';
import {
  type CoverageMap,
  coverageWithin,
  joinCoverage,
  joinReads,
  type ReadsMap,
  readsWithin,
} from './coverage-map.ts';
import { joinChanges, type LatestChange } from './grant-change-key.ts';
import { activityByWeek, activitySince, joinActivity, type RoleActivity } from './role-activity.ts';
import { joinTaskStarts, startsByWeek, type TaskStarts, taskStartsSince } from './task-starts.ts';

/**
 * What was seen in some time, and what of it was read. Both are one value, written in one go: a period counts as read only
 * where everything seen in it is here too.
 */
export interface EvidencePart {
  /** By `ACCOUNT/role name in lower case/role id`; the id is empty for events that carry none. */
  readonly roles: ReadonlyMap<string, RoleActivity>;
  /** The latest time of each change of grants; the key is the change itself (`grantChangeKey`). */
  readonly grantChanges: ReadonlyMap<string, LatestChange>;
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
    grantChanges: joinMaps(a.grantChanges, b.grantChanges, joinChanges),
    taskStarts: joinTaskStarts(a.taskStarts, b.taskStarts),
    coverage: joinCoverage(a.coverage, b.coverage),
    reads: joinReads(a.reads, b.reads),
  };
}

/** Whether two values hold the very same maps: neither was added to since the one was made of the other. */
export function isSameEvidence(a: EvidencePart, b: EvidencePart): boolean {
  return (Object.keys(NO_EVIDENCE) as (keyof EvidencePart)[]).every(
    (name) => a[name] === b[name] || (a[name].size === 0 && b[name].size === 0),
  );
}

/** Without what was seen of some roles, by their keys; what was watched stays. */
export function withoutRoles(evidence: EvidencePart, isGone: (roleKey: string) => boolean): EvidencePart {
  return { ...evidence, roles: mapValues(evidence.roles, (role, key) => (isGone(key) ? undefined : role)) };
}

/** Without what lies before `from`, evidence and coverage alike. */
export function evidenceSince(evidence: EvidencePart, from: EpochMs): EvidencePart {
  const window = { from, to: Number.POSITIVE_INFINITY };
  return {
    roles: mapValues(evidence.roles, (role) => activitySince(role, from)),
    grantChanges: mapValues(evidence.grantChanges, (change) => (change.at >= from ? change : undefined)),
    taskStarts: taskStartsSince(evidence.taskStarts, from),
    coverage: coverageWithin(evidence.coverage, window),
    reads: readsWithin(evidence.reads, window),
  };
}

/** Whether calls are counted by weeks alone. */
export function isEvidenceByWeek({ roles }: EvidencePart): boolean {
  return roles
    .values()
    .every(({ calls }) =>
      calls.values().every((variants) => variants.values().every(({ counts }) => isByWeek(counts))),
    );
}

/**
 * The same counted by weeks, as old evidence is stored. Joined with a part that counts by quarter days it comes to the same use, starts
 * and coverage as before; where each of two runs saw only a half of a week, its count is that of the larger half.
 */
export function evidenceByWeek(evidence: EvidencePart): EvidencePart {
  return {
    ...evidence,
    roles: mapValues(evidence.roles, activityByWeek),
    taskStarts: startsByWeek(evidence.taskStarts),
  };
}

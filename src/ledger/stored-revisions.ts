import { joinByRank, joinMaps, mapValues } from '../base/join.ts';
import { DAY_MS, type EpochMs } from '../base/time.ts';
import type { TaskDefinition } from '../ecs/task-definition.ts';

/** A revision as it was described, and when it was last known to be ACTIVE. */
export interface StoredRevision {
  readonly definition: TaskDefinition;
  readonly seen: EpochMs;
}

/** Revisions by ARN. */
export type RevisionMemory = ReadonlyMap<string, StoredRevision>;

/** A revision not met for so long has been deregistered; to describe it again, should it come back, costs one call. */
const KEPT_MS = 60 * DAY_MS;

/** Marking every revision every night would write the whole memory every night. */
const MARKED_EVERY_MS = 7 * DAY_MS;

/** Descriptions of one revision differ in status and tags at most; any will do, as long as all runs choose alike. */
const oneOf = joinByRank<TaskDefinition>(() => 0);

/** Both together. Commutative, associative and idempotent. */
export function mergeRevisions(a: RevisionMemory, b: RevisionMemory): RevisionMemory {
  return joinMaps(a, b, (left, right) => ({
    definition: oneOf(left.definition, right.definition),
    seen: Math.max(left.seen, right.seen),
  }));
}

/** Forgets revisions that were not met for long. */
export function pruneRevisions(revisions: RevisionMemory, now: EpochMs): RevisionMemory {
  return mapValues(revisions, (revision) => (revision.seen >= now - KEPT_MS ? revision : undefined));
}

/** True when the mark of a revision met again is old enough to be set anew. */
export function isMarkDue({ seen }: StoredRevision, now: EpochMs): boolean {
  return now - seen >= MARKED_EVERY_MS;
}

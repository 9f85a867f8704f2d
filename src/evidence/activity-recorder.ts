import { getOrInsert } from '../base/get-or-insert.ts';
import { mapValues } from '../base/join.ts';
import type { EpochMs } from '../base/time.ts';
import type { Observation } from '../cloudtrail/observation.ts';
import { accountOf, type RoleArn, roleNameOf } from '../iam/arn.ts';
import { type CallTally, callTallies } from './call-tallies.ts';
import type { Coverage, RecordsRead } from './coverage.ts';
import { coverageMap, coverageWithin, joinCoverage, joinReads, readsMap, readsWithin } from './coverage-map.ts';
import { type EvidencePart, NO_EVIDENCE } from './evidence-part.ts';
import { grantChangeKey, joinChanges, type LatestChange } from './grant-change-key.ts';
import { type Assumed, laterAssumed, type RoleActivity } from './role-activity.ts';
import { roleKey } from './role-key.ts';
import type { SourceName } from './source-name.ts';
import { addTaskSession, isTaskId, NO_TASK_SESSIONS, type TaskSessions } from './task-sessions.ts';
import { revisionKey } from './task-starts.ts';
import { bucketOf } from './time-bucket.ts';
import { type PartId, type TimeParts, timeParts } from './time-part.ts';
import type { UsageReceiver } from './usage.ts';

/** Books what one run sees and reads, once, in the form in which it is judged and stored. */
export interface ActivityRecorder {
  /** Books all that a source hands over. */
  receiverFor(
    source: SourceName,
  ): Pick<UsageReceiver, 'observe' | 'grantChanged' | 'assumed' | 'taskStarted' | 'taskRoleGiven'>;
  /** Books that all events of these periods have been handed over. */
  covered(coverages: readonly Coverage[], reads?: readonly RecordsRead[]): void;
  /** What was booked, by the time that it is of. */
  parts(): ReadonlyMap<PartId, RecordedPart>;
}

/** What was booked of one part of time. */
export interface RecordedPart {
  /** Grows with each booking. */
  readonly revision: number;
  /** What was booked by now. It shares its calls with the recorder, and so grows with later bookings. */
  seen(): EvidencePart;
}

interface OpenPart {
  revision: number;
  readonly roles: Map<string, OpenRole>;
  readonly grantChanges: Map<string, LatestChange>;
  readonly taskStarts: Map<string, Set<number>>;
  coverage: EvidencePart['coverage'];
  reads: EvidencePart['reads'];
}

interface OpenRole {
  readonly calls: CallTally;
  assumed?: Assumed;
  tasks?: TaskSessions;
  overriddenToAt?: EpochMs;
}

/** The caller of AssumeRole when ECS fetches or renews a task's credentials. */
const ECS_TASKS = 'ecs-tasks.amazonaws.com';

/** A recorder that has seen nothing, of a run that begins at `now`; without it all is booked as if it were new. */
export function activityRecorder(now?: EpochMs): ActivityRecorder {
  const time = timeParts(now);
  const parts = new Map<PartId, OpenPart>();
  const partAt = (id: PartId): OpenPart => {
    const part = getOrInsert(
      parts,
      id,
      (): OpenPart => ({
        revision: 0,
        roles: new Map(),
        grantChanges: new Map(),
        taskStarts: new Map(),
        coverage: NO_EVIDENCE.coverage,
        reads: NO_EVIDENCE.reads,
      }),
    );
    part.revision += 1;
    return part;
  };
  const roleAt = (id: PartId, key: string): OpenRole =>
    getOrInsert(partAt(id).roles, key, () => ({ calls: callTallies() }));

  const givenToContainers = (arn: RoleArn, at: EpochMs): void => {
    const role = roleAt(time.partOf(at), roleKey(accountOf(arn), roleNameOf(arn), ''));
    role.overriddenToAt = Math.max(role.overriddenToAt ?? at, at);
  };

  return {
    receiverFor: (source) => ({
      observe(observation) {
        const { accountId, name, roleId } = observation.principal;
        const key = roleKey(accountId, name, roleId ?? '');
        for (const [part, within] of splitByPart(observation, time)) roleAt(part, key).calls.add(within, source);
      },
      grantChanged(change) {
        const { grantChanges } = partAt(time.partOf(change.at));
        const key = grantChangeKey(change);
        const latest = { at: change.at, ...(change.by !== undefined && { by: change.by }) };
        const known = grantChanges.get(key);
        grantChanges.set(key, known === undefined ? latest : joinChanges(known, latest));
      },
      assumed({ arn, at, by, first = at, sessionName }) {
        const key = roleKey(accountOf(arn), roleNameOf(arn), '');
        const role = roleAt(time.partOf(at), key);
        role.assumed = role.assumed === undefined ? { at, by } : laterAssumed(role.assumed, { at, by });
        // Whoever else may assume the role may name the session like a task.
        if (by !== ECS_TASKS || sessionName === undefined || !isTaskId(sessionName)) return;
        for (const seenAt of new Set([first, at])) {
          const open = roleAt(time.partOf(seenAt), key);
          open.tasks = addTaskSession(open.tasks ?? NO_TASK_SESSIONS, sessionName, seenAt);
        }
      },
      taskStarted({ at, region, family, revision, otherRoles, overridingTaskRole: arn }) {
        if (revision !== undefined && otherRoles === undefined) {
          const { taskStarts } = partAt(time.partOf(at));
          getOrInsert(taskStarts, revisionKey(region, family, revision), () => new Set<number>()).add(bucketOf(at));
        }
        if (arn !== undefined) givenToContainers(arn, at);
      },
      taskRoleGiven: ({ at, arn }) => givenToContainers(arn, at),
    }),
    covered(coverages, reads = []) {
      const coverage = coverageMap(coverages);
      const read = readsMap(reads);
      for (const id of partsOf(coverages, reads, time)) {
        const range = time.rangeOf(id);
        if (range === undefined) continue;
        const part = partAt(id);
        part.coverage = joinCoverage(part.coverage, coverageWithin(coverage, range));
        part.reads = joinReads(part.reads, readsWithin(read, range));
      }
    },
    parts: () => mapValues(parts, (part) => ({ revision: part.revision, seen: () => evidenceOf(part) })),
  };
}

function evidenceOf({ roles, grantChanges, taskStarts, coverage, reads }: OpenPart): EvidencePart {
  return {
    roles: mapValues(
      roles,
      ({ calls, assumed, tasks, overriddenToAt }): RoleActivity => ({
        calls: calls.calls(),
        ...(assumed === undefined ? {} : { assumed }),
        ...(tasks === undefined ? {} : { tasks }),
        ...(overriddenToAt === undefined ? {} : { overriddenToAt }),
      }),
    ),
    grantChanges: new Map(grantChanges),
    taskStarts: mapValues(taskStarts, (buckets) => [...buckets].sort((a, b) => a - b)),
    coverage,
    reads,
  };
}

/**
 * Events that are summed up may lie in several parts. When they were between the first and the last is not known, so each
 * part has them up to its end: should one get lost, the others still tell of a use.
 */
function splitByPart(observation: Observation, time: TimeParts): readonly (readonly [PartId, Observation])[] {
  const { repeats: all } = observation;
  const last = time.partOf(observation.at);
  // Nearly all: those of one day, most of them within a week.
  if (all === undefined || time.partOf(all.first) === last) return [[last, observation]];
  const { first } = all;
  const parts = time.between(first, observation.at);
  const own = parts.at(-1);
  return parts.map((part) => {
    const { from, to } = time.rangeOf(part) ?? { from: first, to: observation.at };
    if (parts.length === 1) return [part, observation];
    const isOwn = part === own;
    // The events count once, and the example is of the latest.
    const repeats = { ...all, first: Math.max(first, from), ...(isOwn ? {} : { count: 0 }) };
    return [part, { ...observation, repeats, ...(isOwn ? {} : { at: to - 1, eventId: '' }) }];
  });
}

/** The parts that some period touches. Periods without end or beginning touch those between the others' ends alone. */
function partsOf(coverages: readonly Coverage[], reads: readonly RecordsRead[], time: TimeParts): ReadonlySet<PartId> {
  const ranges = [
    ...coverages.flatMap(({ management, dataEvents }) => [...management, ...Object.values(dataEvents).flat()]),
    ...reads.flatMap(({ read, dataRead = [] }) => [...read, ...dataRead]),
  ];
  const ids = new Set<PartId>();
  for (const { from, to } of ranges) for (const id of time.between(from, to - 1)) ids.add(id);
  return ids;
}

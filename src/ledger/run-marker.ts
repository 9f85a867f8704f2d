import { type Join, joinByRank, joinMaps, mapValues } from '../base/join.ts';
import { DAY_MS, type EpochMs, HOUR_MS, MINUTE_MS } from '../base/time.ts';

/** What a run leaves when it begins, and changes when it ends: one that stays open was stopped from outside. */
export interface RunMarker {
  /** When the run began. */
  readonly at: EpochMs;
  /** Milliseconds after which nothing of the run can be at work any more: the time limit of the function. */
  readonly limit: number;
  /** `died`: it never ended, and people were told so. */
  readonly status: MarkerStatus;
  /** The event that started it, and all that it says: equal for each delivery of the same event. */
  readonly event?: string;
  /** The id that Lambda gives to an event it was handed, and keeps when it tries again. */
  readonly request?: string;
  /** Megabytes that the run was given. */
  readonly memory?: number;
}

/** In the order in which a run can go through them. */
export const MARKER_STATUSES = ['open', 'died', 'failed', 'finished'] as const;
export type MarkerStatus = (typeof MARKER_STATUSES)[number];

/** By the id of the run. */
export type RunMarkers = ReadonlyMap<string, RunMarker>;

const further = joinByRank<RunMarker>(({ status }) => MARKER_STATUSES.indexOf(status));

/** All that both know. Commutative, associative and idempotent. */
export const joinRunMarkers: Join<RunMarkers> = (a, b) => joinMaps(a, b, further);

const MEMORY_MS = 30 * DAY_MS;

/** Forgets runs of a month ago. */
export function pruneRunMarkers(markers: RunMarkers, now: EpochMs): RunMarkers {
  return mapValues(markers, (marker) => (marker.at >= now - MEMORY_MS ? marker : undefined));
}

/** A run that begins. */
export interface BeginningRun extends Pick<RunMarker, 'event' | 'request'> {
  readonly now: EpochMs;
}

/** What the markers of earlier runs say to one that begins. */
export interface EarlierRuns {
  /** Runs that never ended, and of which nobody was told, oldest first. */
  readonly died: RunMarkers;
  /** The run that has done, or is doing, what this one was started for. */
  readonly same?: { readonly marker: RunMarker; readonly done: boolean };
}

/** Clocks differ, and a run that is at its limit may still be ending. */
const TOLERANCE_MS = MINUTE_MS;

/** Scheduler and Lambda deliver an event for the last time within ten hours; one that comes later, alike, is another. */
const DELIVERED_WITHIN_MS = 12 * HOUR_MS;

/**
 * Reads the markers of earlier runs. An open one has died where its time is over, or where Lambda tries its request again, which it does once a
 * try has ended. What failed or died is to be done again; what finished, or is at work for another delivery of the same event, is not.
 */
export function earlierRuns(markers: RunMarkers, { now, event, request }: BeginningRun): EarlierRuns {
  const oldestFirst = [...markers].sort(([, a], [, b]) => a.at - b.at);
  const isDead = (marker: RunMarker): boolean =>
    marker.status === 'open' &&
    (marker.at + marker.limit + TOLERANCE_MS < now || (request !== undefined && marker.request === request));
  const isSame = (marker: RunMarker): boolean =>
    Math.abs(now - marker.at) < DELIVERED_WITHIN_MS &&
    ((event !== undefined && marker.event === event) || (request !== undefined && marker.request === request));
  const same = oldestFirst
    .map(([, marker]) => marker)
    .findLast(
      (marker) => isSame(marker) && (marker.status === 'finished' || (marker.status === 'open' && !isDead(marker))),
    );
  return {
    died: new Map(oldestFirst.filter(([, marker]) => isDead(marker))),
    ...(same !== undefined && { same: { marker: same, done: same.status === 'finished' } }),
  };
}

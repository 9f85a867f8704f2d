import { gzipSync } from 'node:zlib';
import { getOrInsert } from '../../src/base/get-or-insert.ts';
import { DAY_MS, HOUR_MS } from '../../src/base/time.ts';
import type { Attempt } from '../../src/evidence/last-accessed/role-last-accessed.ts';
import type { Action } from '../../src/iam/action.ts';
import type { StoredObject } from '../../src/sandbox/sandbox-state.ts';
import type { LookupCalls } from '../../src/sources/lookup/lookup-calls.ts';
import type { FileGroup, TrailStore } from '../../src/sources/trail/trail-store.ts';
import type { Attempts } from '../truth/last-accessed.ts';
import type { TruthRecord } from '../truth/record.ts';
import { BUCKET, records as isRecorded, type TrailModel } from '../truth/trail-model.ts';
import { deliveredAt, eventHistory, trailFileName } from '../truth/truth-history.ts';
import type { Occurrence } from '../truth/workload.ts';
import { type HistoryDigests, historyDigests } from './history-digests.ts';

/** How far back any source can be asked. */
const REACH_MS = 95 * DAY_MS;
/** IAM's reports lag by some hours, and go back by 400 days. */
const LAG_MS = 3 * HOUR_MS;
const TRACKED_MS = 400 * DAY_MS;

/** What the sources of an account can tell, growing from day to day and forgetting what is out of reach. */
export interface AccountHistory {
  /** Adds what was recorded; the trail is as it was then. */
  record(records: readonly TruthRecord[], trail: TrailModel | undefined): void;
  /** Adds what was called, by whatever is recorded of it. */
  attempt(occurrences: readonly Occurrence[]): void;
  /** Forgets that a role ever called anything: another one has its name. */
  forget(role: string): void;
  eventHistory(now: number, throttledAfter: number | undefined): LookupCalls;
  /** The trail's bucket; of the files at these places, from the newest, one is cut and one is gone. */
  trailStore(now: number, regions: readonly string[], spoilt: SpoiltFiles): TrailStore;
  /** What tells of files that are gone; absent where log file validation is off. */
  readonly digests?: HistoryDigests;
  attempts(now: number): Attempts;
}

/** Places among the log files, from the newest. */
export interface SpoiltFiles {
  readonly cut?: number | undefined;
  readonly gone?: number | undefined;
}

interface LogFile {
  readonly name: string;
  readonly delivered: number;
  readonly day: number;
  readonly region: string;
  readonly records: TruthRecord[];
}

/** Since when a trail's files are validated, and where. */
export interface Validation {
  readonly since: number;
  readonly regions: readonly string[];
}

/** A history in which nothing happened. */
export function openHistory(validation?: Validation): AccountHistory {
  let events: TruthRecord[] = [];
  const files = new Map<string, LogFile>();
  const attempts = new Map<string, Map<string, Attempt & { readonly action: Action }>>();
  let waiting: readonly Occurrence[] = [];
  let objects: ReadonlyMap<string, StoredObject> | undefined;
  const digests =
    validation && historyDigests(validation.since, validation.regions, () => (objects ??= objectsOf(files)));

  return {
    ...(digests && { digests }),
    record(records, trail) {
      objects = undefined;
      for (const record of records) {
        events.push(record);
        if (trail === undefined || !isRecorded(trail, record)) continue;
        const delivered = deliveredAt(record.at, trail);
        const name = trailFileName(record.region, delivered);
        const day = Math.floor(delivered / DAY_MS) * DAY_MS;
        getOrInsert(files, name, () => ({ name, delivered, day, region: record.region, records: [] })).records.push(
          record,
        );
      }
    },
    attempt(occurrences) {
      waiting = [...waiting, ...occurrences];
    },
    forget(role) {
      attempts.delete(role);
      waiting = waiting.filter((one) => one.role !== role);
    },
    eventHistory(now, throttledAfter) {
      events = events.filter(({ at }) => at > now - REACH_MS).sort((a, b) => b.at - a.at);
      return eventHistory(
        { troubles: { at: now, ...(throttledAfter !== undefined && { throttledAfter }) } },
        events,
        now,
      );
    },
    trailStore(now, regions, spoilt) {
      for (const { name, delivered } of files.values()) if (delivered < now - REACH_MS) files.delete(name);
      const all = [...files.values()].filter(({ delivered }) => delivered <= now);
      const names = all.map(({ name }) => name).sort();
      const nameAt = (place: number | undefined) => (place === undefined ? undefined : names.at(-1 - place));
      const [cut, gone] = [nameAt(spoilt.cut), nameAt(spoilt.gone)];
      const there = all.filter(({ name }) => name !== gone);
      const byDay = Map.groupBy(there, ({ day, region }) => `${region} ${day}`);
      return {
        address: `s3://${BUCKET}`,
        whole: true,
        ...(digests && { digests: digests.access }),
        async *groups({ delivered }): AsyncGenerator<FileGroup> {
          const last = Math.floor(Math.min(delivered?.to ?? now, now + DAY_MS) / DAY_MS) * DAY_MS;
          const first = Math.max(delivered?.from ?? 0, now - REACH_MS);
          for (let day = last; day >= first - DAY_MS; day -= DAY_MS) {
            for (const region of regions) {
              yield {
                region,
                delivered: { from: day, to: day + DAY_MS },
                ...(digests && { digests: digests.of(region, day, now) }),
                files: (byDay.get(`${region} ${day}`) ?? []).map(({ name, records }) => ({
                  address: name,
                  size: records.length * 1000,
                })),
              };
            }
          }
        },
        async read({ address }) {
          if (address === cut) return new TextEncoder().encode('{"Records":[{');
          return new TextEncoder().encode(contentOf(files.get(address)?.records ?? []));
        },
      };
    },
    attempts(now) {
      for (const { at, role, region, kind } of waiting) {
        if (at > now - LAG_MS) continue;
        const action = kind.actions[0] ?? kind.operation;
        const own = getOrInsert(attempts, role, () => new Map());
        if (at > (own.get(action.toLowerCase())?.at ?? 0)) {
          own.set(action.toLowerCase(), { at, region, action: action as Action });
        }
      }
      waiting = waiting.filter(({ at }) => at > now - LAG_MS);
      for (const own of attempts.values()) {
        for (const [action, { at }] of own) if (at < now - TRACKED_MS) own.delete(action);
      }
      return attempts;
    },
  };
}

function contentOf(records: readonly TruthRecord[]): string {
  return JSON.stringify({ Records: records.map(({ json }) => json) });
}

/** The files as S3 holds them, by `bucket/key`; compressed when they are asked for. */
function objectsOf(files: ReadonlyMap<string, LogFile>): ReadonlyMap<string, StoredObject> {
  return new Map(
    [...files.values()].map(({ name, delivered, records }) => [
      name.slice('s3://'.length),
      {
        get body() {
          return gzipSync(contentOf(records));
        },
        etag: '',
        lastModified: delivered,
        headers: {},
      },
    ]),
  );
}

import { getOrInsert } from '../../src/base/get-or-insert.ts';
import { DAY_MS, HOUR_MS } from '../../src/base/time.ts';
import type { Attempt } from '../../src/evidence/last-accessed/role-last-accessed.ts';
import type { Action } from '../../src/iam/action.ts';
import type { LookupCalls } from '../../src/sources/lookup/lookup-calls.ts';
import type { FileGroup, TrailStore } from '../../src/sources/trail/trail-store.ts';
import type { Attempts } from '../truth/last-accessed.ts';
import type { TruthRecord } from '../truth/record.ts';
import { BUCKET, records as isRecorded, type TrailModel } from '../truth/trail-model.ts';
import { deliveredAt, eventHistory, trailFileName } from '../truth/truth-history.ts';
import type { Occurrence } from '../truth/workload.ts';

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
  /** The trail's bucket; the file at the place `spoiled`, from the newest, is cut. */
  trailStore(now: number, regions: readonly string[], spoiled: number | undefined): TrailStore;
  attempts(now: number): Attempts;
}

interface LogFile {
  readonly name: string;
  readonly delivered: number;
  readonly day: number;
  readonly region: string;
  readonly records: TruthRecord[];
}

/** A history in which nothing happened. */
export function openHistory(): AccountHistory {
  let events: TruthRecord[] = [];
  const files = new Map<string, LogFile>();
  const attempts = new Map<string, Map<string, Attempt & { readonly action: Action }>>();
  let waiting: readonly Occurrence[] = [];

  return {
    record(records, trail) {
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
    trailStore(now, regions, spoiled) {
      for (const { name, delivered } of files.values()) if (delivered < now - REACH_MS) files.delete(name);
      const there = [...files.values()].filter(({ delivered }) => delivered <= now);
      const cut =
        spoiled === undefined
          ? undefined
          : there
              .map(({ name }) => name)
              .sort()
              .at(-1 - spoiled);
      const byDay = Map.groupBy(there, ({ day, region }) => `${region} ${day}`);
      return {
        address: `s3://${BUCKET}`,
        whole: true,
        async *groups({ delivered }): AsyncGenerator<FileGroup> {
          const last = Math.floor(Math.min(delivered?.to ?? now, now + DAY_MS) / DAY_MS) * DAY_MS;
          const first = Math.max(delivered?.from ?? 0, now - REACH_MS);
          for (let day = last; day >= first - DAY_MS; day -= DAY_MS) {
            for (const region of regions) {
              yield {
                region,
                delivered: { from: day, to: day + DAY_MS },
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
          const Records = (files.get(address)?.records ?? []).map(({ json }) => json);
          return new TextEncoder().encode(JSON.stringify({ Records }));
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

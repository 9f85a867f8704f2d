import { DAY_MS, HOUR_MS } from '../../src/base/time.ts';
import type { LookupCalls } from '../../src/sources/lookup/lookup-calls.ts';
import type { FileGroup, TrailStore } from '../../src/sources/trail/trail-store.ts';
import type { TruthRecord } from './record.ts';
import { ACCOUNT } from './resources.ts';
import { BUCKET, records as isRecorded, type TrailModel } from './trail-model.ts';
import type { TruthAccount } from './truth-account.ts';

/** Milliseconds after which an event is in the event history. */
const HISTORY_DELAY_MS = 600_000;

/** The event history at a time; `events` come latest first. */
export function eventHistory(
  { troubles }: Pick<TruthAccount, 'troubles'>,
  events: readonly TruthRecord[],
  now: number,
): LookupCalls {
  return {
    async *events(region: string, { from, to }: { readonly from: number; readonly to: number }) {
      const found = events.filter(
        (event) =>
          event.region === region &&
          event.recording.kind === 'management' &&
          event.at >= Math.max(from, now - 90 * DAY_MS) &&
          event.at <= Math.min(to, now - HISTORY_DELAY_MS),
      );
      for (let first = 0; first < found.length; first += 50) {
        if (troubles.throttledAfter === first && now === troubles.at) throw new Error('Rate exceeded');
        yield found
          .slice(first, first + 50)
          .map(({ at, json }) => ({ id: String(json['eventID']), at, record: JSON.stringify(json) }));
      }
    },
    incompleteOf: (what: string, error: unknown) => ({ what, why: String(error) }),
  };
}

/** Files are delivered every three hours, with what had come by then. */
const SLOT_MS = 3 * HOUR_MS;

/** When the file comes that has a record. */
export function deliveredAt(at: number, { delay }: Pick<TrailModel, 'delay'>): number {
  return Math.ceil((at + (at % delay)) / SLOT_MS) * SLOT_MS;
}

/** The bucket of the trail: a file for each Region and slot in which something was delivered. */
export function trailStore(
  { trail, regions, troubles }: TruthAccount,
  events: readonly TruthRecord[],
  now: number,
): TrailStore {
  const files = new Map<string, { readonly day: number; readonly region: string; readonly events: TruthRecord[] }>();
  for (const event of trail === undefined ? [] : events) {
    if (trail === undefined || !isRecorded(trail, event)) continue;
    const delivered = deliveredAt(event.at, trail);
    if (delivered > now) continue;
    const name = trailFileName(event.region, delivered);
    const file = files.get(name) ?? { day: Math.floor(delivered / DAY_MS) * DAY_MS, region: event.region, events: [] };
    files.set(name, file);
    file.events.push(event);
  }
  const spoiled = troubles.spoiledFile === undefined ? undefined : [...files.keys()].sort()[troubles.spoiledFile];
  const byDay = Map.groupBy(files, ([, { day, region }]) => `${region} ${day}`);
  return {
    address: `s3://${BUCKET}`,
    whole: true,
    async *groups({ delivered }): AsyncGenerator<FileGroup> {
      const last = Math.floor(Math.min(delivered?.to ?? now, now + DAY_MS) / DAY_MS) * DAY_MS;
      for (let day = last; day >= (delivered?.from ?? 0); day -= DAY_MS) {
        for (const region of regions) {
          const own = byDay.get(`${region} ${day}`) ?? [];
          yield {
            region,
            delivered: { from: day, to: day + DAY_MS },
            files: own.map(([address, file]) => ({ address, size: file.events.length * 1000 })),
          };
        }
      }
    },
    async read({ address }) {
      if (address === spoiled) return new TextEncoder().encode('{"Records":[{');
      const found = files.get(address)?.events ?? [];
      return new TextEncoder().encode(JSON.stringify({ Records: found.map(({ json }) => json) }));
    },
  };
}

/** The name of the file of a Region that came at a time. */
export function trailFileName(region: string, delivered: number): string {
  const stamp = new Date(delivered).toISOString().slice(0, 16).replaceAll(/[-:]/g, '');
  const day = new Date(delivered).toISOString().slice(0, 10).replaceAll('-', '/');
  return `s3://${BUCKET}/AWSLogs/${ACCOUNT}/CloudTrail/${region}/${day}/${ACCOUNT}_CloudTrail_${region}_${stamp}Z_truth.json`;
}

import { DAY_MS, type EpochMs, HOUR_MS, type TimeRange } from '../../base/time.ts';
import { LATE_DELIVERY_MS } from '../../cloudtrail/delivery.ts';
import type { RecordClass } from '../../cloudtrail/event-class.ts';
import { type Intervals, intersect, intervals, subtract } from '../../evidence/intervals.ts';
import type { ScannedFile } from './scan-batch.ts';
import { isOfSummaries, parseTrailFileName } from './trail-key.ts';
import type { FileGroup } from './trail-store.ts';

/** All time. */
export const EVER: TimeRange = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };

/** Keeps account of what was read of each Region. */
export interface ReadPeriods {
  /** Told of every group, latest day first, before it is read. */
  listed(group: FileGroup): void;
  /** Told of a group that need not be read. */
  skipped(group: FileGroup): void;
  /** Told of the group at which reading ends before its time: it is not read, and neither are those after it. */
  left(group: FileGroup): void;
  /** There are no more groups. */
  listedAll(): void;
  read(group: FileGroup, files: readonly ScannedFile[]): void;
  finished(group: FileGroup): void;
  /** When the events of a Region were read, all of them, as far as they were delivered. */
  of(region: string): ReadClasses;
}

/** Periods by class of events: a record that cannot be read leaves a gap in its own class. */
export interface ReadClasses {
  readonly management: Intervals;
  readonly data: Intervals;
}

interface Gap {
  readonly eventClass: RecordClass;
  readonly when: TimeRange;
}

/** A day of a Region; its files may lie in several folders. */
interface ListedDay {
  readonly region: string;
  readonly delivered: TimeRange;
  unread: number;
  counts: boolean;
}

/** What is known of a store before it is read. */
export interface StorePast {
  /** A day without files is a day without events. */
  readonly whole: boolean;
  /** Below this part of their addresses lie the trail's own files; absent: anywhere. */
  readonly root?: string;
  /** Since when files are known to have been there. */
  readonly since?: EpochMs | undefined;
}

/**
 * Nothing read yet. A day counts once all files delivered on it, and soon after it, were read. A file that could not
 * be read may hold any event of the hours before its delivery: these do not count. A record that could not be read is an
 * event of its class. A file that does not say which Region and time it is of leaves nothing that counts. Aggregated
 * events count for nothing: they come beside the events themselves. Days up to the first that still has files do not count
 * either: a bucket may be set to delete what is old, and an emptied day looks like a quiet one.
 */
export function readPeriods({ whole, root = '', since }: StorePast): ReadPeriods {
  let firstFile = Number.POSITIVE_INFINITY;
  /** Listed down to here: of later days there are no more groups. */
  let listedTo = Number.POSITIVE_INFINITY;
  const days = new Map<string, ListedDay>();
  /** By Region, each once: very many files of one hour may be unreadable. */
  const gaps = new Map<string | undefined, Map<string, Gap>>();
  const noteFiles = ({ files }: FileGroup): void => {
    for (const { address } of files) {
      const name = address.startsWith(root) && !isOfSummaries(address) ? parseTrailFileName(address) : undefined;
      firstFile = Math.min(firstFile, name?.deliveredAt ?? firstFile);
    }
  };
  const dayAt = (region: string, delivered: TimeRange): ListedDay => {
    const key = `${region} ${delivered.from} ${delivered.to}`;
    const day = days.get(key) ?? { region, delivered, unread: 0, counts: false };
    days.set(key, day);
    return day;
  };
  const addGap = (region: string | undefined, gap: Gap): void => {
    const known = gaps.get(region) ?? new Map<string, Gap>();
    gaps.set(region, known.set(`${gap.eventClass} ${gap.when.from} ${gap.when.to}`, gap));
  };
  const without = (read: Intervals, region: string, eventClass: 'management' | 'data'): Intervals => {
    const concerned = [region, undefined]
      .flatMap((place) => [...(gaps.get(place)?.values() ?? [])])
      .filter((gap) => gap.eventClass === 'unknown' || gap.eventClass === eventClass);
    return subtract(
      read,
      concerned.map(({ when }) => when),
    );
  };
  return {
    listed(group) {
      if (group.isOfSummaries) return;
      const { region, delivered, files } = group;
      noteFiles(group);
      if (region === undefined || delivered === undefined) return;
      listedTo = Math.min(listedTo, delivered.from);
      const day = dayAt(region, delivered);
      day.unread += 1;
      day.counts ||= whole || files.length > 0;
    },
    skipped: noteFiles,
    left(group) {
      noteFiles(group);
      listedTo = Math.min(listedTo, group.delivered?.from ?? listedTo);
    },
    listedAll() {
      listedTo = Number.NEGATIVE_INFINITY;
    },
    read(_group, files) {
      for (const { address, problem, unreadable } of files) {
        if (isOfSummaries(address)) continue;
        const name = parseTrailFileName(address);
        const when = name === undefined ? EVER : before(name.deliveredAt, name.deliveredAt + HOUR_MS);
        const classes = problem === undefined ? unreadable.map(({ eventClass }) => eventClass) : ['unknown' as const];
        for (const eventClass of new Set(classes)) addGap(name?.region, { eventClass, when });
      }
    },
    finished({ region, delivered, incomplete, isOfSummaries: sums }) {
      if (sums) return;
      if (incomplete !== undefined) {
        const when = delivered === undefined ? EVER : before(delivered.from, delivered.to);
        addGap(region, { eventClass: 'unknown', when });
      }
      if (region !== undefined && delivered !== undefined) dayAt(region, delivered).unread -= 1;
    },
    of(region) {
      const finished = [...days.values()].filter(
        (day) => day.region === region && day.counts && day.unread === 0 && day.delivered.from > listedTo,
      );
      const delivered = deliveredInFull(intervals(finished.map((day) => day.delivered)));
      const keptSince = Math.min(dayOf(firstFile) + DAY_MS, since ?? Number.POSITIVE_INFINITY);
      const kept = whole ? intersect(delivered, [{ from: keptSince, to: Number.POSITIVE_INFINITY }]) : delivered;
      return { management: without(kept, region, 'management'), data: without(kept, region, 'data') };
    },
  };
}

/** The start of the day in UTC. */
export function dayOf(at: EpochMs): EpochMs {
  return Math.floor(at / DAY_MS) * DAY_MS;
}

/** The events that files delivered in an interval may hold. */
export function deliveriesOf({ from, to }: TimeRange): TimeRange {
  return before(from, to);
}

/** From late deliveries before `from` to `to`. */
function before(from: EpochMs, to: EpochMs): TimeRange {
  return { from: from - LATE_DELIVERY_MS, to };
}

/** What happened at the end of an interval may have been delivered after it. */
function deliveredInFull(read: Intervals): Intervals {
  return intervals(read.map(({ from, to }) => ({ from, to: to - LATE_DELIVERY_MS })));
}

/**
 * The days in which the events of a window are delivered, and the day before: its files tell that the first day's were not
 * deleted. The last may lie ahead, since files of tomorrow that are not there yet are not missing either.
 */
export function deliveryDays(window: TimeRange): TimeRange {
  return { from: dayOf(window.from) - DAY_MS, to: dayOf(window.to + LATE_DELIVERY_MS) + DAY_MS };
}

/** The part of what was read that lies within a window and is not too young to be complete. */
export function withinWindow(read: Intervals, window: TimeRange, now: EpochMs): Intervals {
  return intersect(read, [{ from: window.from, to: Math.min(window.to, now - HOUR_MS) }]);
}

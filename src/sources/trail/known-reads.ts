import type { EpochMs, TimeRange } from '../../base/time.ts';
import type { RecordsRead } from '../../evidence/coverage.ts';
import { type Intervals, intersect, subtract, union } from '../../evidence/intervals.ts';
import { readOfAllClasses } from '../../evidence/records-read.ts';
import type { ReadPart } from '../../evidence/usage.ts';
import { deliveriesOf } from './coverage-of-files.ts';
import type { FileGroup } from './trail-store.ts';

/** What earlier runs read of the very place that is read now. */
export interface KnownReads {
  /** The earliest moment; files from then on were there once. */
  readonly since: EpochMs | undefined;
  /** The part of a window that some Region was not read in. */
  missing(regions: readonly string[], window: TimeRange): Intervals;
  /** Whether every event of the window that a group can hold was read. */
  holds(group: FileGroup, window: TimeRange): boolean;
}

/** Of a place that nobody can tell from others (a directory) nothing is known. */
export function knownReads(known: ReadPart | undefined, location: RecordsRead['location']): KnownReads {
  const own = (known?.recordsRead ?? []).filter(
    (read) =>
      read.source === 'trail' &&
      location !== undefined &&
      read.location?.bucket === location.bucket &&
      read.location.prefix === location.prefix,
  );
  const of = (region: string | undefined): Intervals =>
    union(...own.filter((read) => read.region === region).map(readOfAllClasses));
  return {
    since: union(...own.map(({ read }) => read))[0]?.from,
    missing: (regions, window) => union(...regions.map((region) => subtract([window], of(region)))),
    holds({ region, delivered }, window) {
      if (region === undefined || delivered === undefined) return false;
      const events = intersect([deliveriesOf(delivered)], [window]);
      return subtract(events, of(region)).length === 0;
    },
  };
}

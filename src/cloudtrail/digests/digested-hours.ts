import { HOUR_MS, type TimeRange } from '../../base/time.ts';
import { LATE_DELIVERY_MS } from '../delivery.ts';
import type { ChainBreak } from './digest-chain.ts';
import type { DigestedFile } from './parse-digest.ts';

/** The hours whose events a log file holds, by the signed times of its oldest and newest; `undefined` where it has none. */
export function hoursOfFile({ events }: Pick<DigestedFile, 'events'>): TimeRange | undefined {
  if (events === undefined) return undefined;
  const [from, to] = [Math.min(events.from, events.to), Math.max(events.from, events.to)];
  return { from: Math.floor(from / HOUR_MS) * HOUR_MS, to: Math.ceil(to / HOUR_MS) * HOUR_MS };
}

/** The events that deliveries may have held of which no digest tells. */
export function eventsOfBreak({ deliveries: { from, to } }: ChainBreak): TimeRange {
  return { from: from - LATE_DELIVERY_MS, to };
}

/** The log files that a digest names and that are not among those found; names are compared as `nameOf` makes them. */
export function missingFiles(
  named: Iterable<DigestedFile>,
  found: ReadonlySet<string>,
  nameOf: (file: DigestedFile) => string,
): readonly DigestedFile[] {
  return [...named].filter((file) => !found.has(nameOf(file)));
}

import type { RecordsRead } from './coverage.ts';
import { type Intervals, intersect, union } from './intervals.ts';

/** States periods of management and of data events, the same ones once. */
export function readPeriodsOf(management: Intervals, data: Intervals): Pick<RecordsRead, 'read' | 'dataRead'> {
  return JSON.stringify(management) === JSON.stringify(data)
    ? { read: management }
    : { read: management, dataRead: data };
}

/** When all data events were read. */
export function dataEventsRead({ read, dataRead }: RecordsRead): Intervals {
  return dataRead ?? read;
}

/** When events of both classes were read: then there is nothing left to read. */
export function readOfAllClasses(records: RecordsRead): Intervals {
  return intersect(records.read, dataEventsRead(records));
}

/** The periods of both. */
export function joinRecordsRead(a: RecordsRead, b: RecordsRead): RecordsRead {
  const { dataRead: _, ...place } = a;
  return { ...place, ...readPeriodsOf(union(a.read, b.read), union(dataEventsRead(a), dataEventsRead(b))) };
}

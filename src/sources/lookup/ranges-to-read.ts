import type { TimeRange } from '../../base/time.ts';
import { type Intervals, subtract } from '../../evidence/intervals.ts';

/** Each range costs a call at least; where there are more, all that lies between them is read again. */
const MOST_RANGES = 10;

/** The parts of a window that are not known yet, newest first. */
export function rangesToRead(window: TimeRange, known: Intervals): readonly TimeRange[] {
  const missing = subtract([window], known);
  const oldest = missing[0];
  const newest = missing.at(-1);
  if (oldest === undefined || newest === undefined) return [];
  return missing.length > MOST_RANGES ? [{ from: oldest.from, to: newest.to }] : missing.toReversed();
}

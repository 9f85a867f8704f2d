import { counted } from '../base/format.ts';
import type { Incomplete } from '../base/incomplete.ts';
import { MINUTE_MS, toMinute } from '../base/time.ts';
import type { RunMarker } from '../ledger/run-marker.ts';

/** What is said first of earlier runs that never ended, since they could not say it themselves. */
export function neverEnded(died: Iterable<RunMarker>): readonly Incomplete[] {
  return [...died].map((marker) => ({ what: `The run of ${toMinute(marker.at)}`, why: whyEnded(marker) }));
}

const KEPT = 'what it had stored by then is kept';

function whyEnded({ memory, limit }: RunMarker): string {
  if (memory === undefined) {
    return `It never ended: it was stopped from outside, by hand, for want of memory, or with its machine; ${KEPT}`;
  }
  const given = `${memory} MB and ${counted(Math.ceil(limit / MINUTE_MS), 'minute')}`;
  return `It never ended: it was stopped from outside, by memory or time (it had ${given}); ${KEPT}. Give the function more memory (MemorySize), or divide the account over several stacks (Families)`;
}

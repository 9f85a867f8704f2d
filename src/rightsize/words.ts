import { assertNever } from '../base/assert-never.ts';
import { counted } from '../base/format.ts';
import { DAY_MS, day, type EpochMs, type TimeRange, wholeDays } from '../base/time.ts';
import type { SourceName } from '../evidence/source-name.ts';

/** `1 day`, `62 days`. */
export function days(duration: number): string {
  return counted(wholeDays(duration), 'day');
}

/** `62 days (2026-09-21 to 2026-11-22)`, to the nearest day. */
export function intervalOf({ from, to }: TimeRange, now: EpochMs): string {
  if (last?.from !== from || last.to !== to || last.now !== now) {
    const text = `${counted(Math.round((now - from) / DAY_MS), 'day')} (${day(from)} to ${day(to)})`;
    last = { from, to, now, text };
  }
  return last.text;
}

/** What was said last: it is said of thousands of actions of one role, one after the other. */
let last: (TimeRange & { readonly now: EpochMs; readonly text: string }) | undefined;

/** The name of a source in a sentence. */
export function sourceNamed(source: SourceName): string {
  switch (source) {
    case 'lookup':
      return 'LookupEvents';
    case 'trail':
      return "the trail's log files";
    case 'athena':
      return 'Athena';
    case 'last-accessed':
      return "IAM's last-accessed data";
    default:
      return assertNever(source);
  }
}

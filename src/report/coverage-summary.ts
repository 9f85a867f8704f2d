import { sortedSet } from '../base/sorted-set.ts';
import { type TimeRange, toIso } from '../base/time.ts';
import type { Coverage } from '../evidence/coverage.ts';
import { parseRoleEventsKey } from '../evidence/role-events-key.ts';

/** What one source watched in one Region, in the form of the JSON document. */
export interface CoverageSummary {
  readonly source: string;
  readonly region: string;
  /** What was covered, from the first moment to the last; the window asked for where nothing was. */
  readonly from: string;
  readonly to: string;
  readonly management: boolean;
  readonly dataEvents: readonly string[];
  /** Types that are recorded of some roles alone, or without some names; absent where none is. */
  readonly roleDataEvents?: readonly string[];
  /** Intervals of the window without management events. */
  readonly gaps: readonly { readonly from: string; readonly to: string }[];
  readonly excludedEventSources?: readonly string[];
}

/** States coverage against the window that was asked for. */
export function summarizeCoverage(coverage: Coverage, window: TimeRange): CoverageSummary {
  const { management } = coverage;
  const dataEvents = Object.entries(coverage.dataEvents).filter(([, ranges]) => ranges.length > 0);
  const ofRoles = sortedSet(Object.keys(coverage.roleDataEvents ?? {}).map((key) => parseRoleEventsKey(key).type));
  const covered = [...management, ...dataEvents.flatMap(([, ranges]) => ranges)];
  const from = covered.length > 0 ? Math.min(...covered.map((range) => range.from)) : window.from;
  const to = covered.length > 0 ? Math.max(...covered.map((range) => range.to)) : window.to;
  return {
    source: coverage.source,
    region: coverage.region,
    from: toIso(from),
    to: toIso(to),
    management: management.length > 0,
    dataEvents: dataEvents.map(([type]) => type).sort(),
    ...(ofRoles.length > 0 && { roleDataEvents: ofRoles }),
    gaps: gapsIn(management, window).map((gap) => ({ from: toIso(gap.from), to: toIso(gap.to) })),
    ...(coverage.excludedEventSources.length > 0 && { excludedEventSources: coverage.excludedEventSources }),
  };
}

/** The parts of a window that disjoint, ascending ranges do not cover. */
export function gapsIn(ranges: readonly TimeRange[], window: TimeRange): readonly TimeRange[] {
  const gaps: TimeRange[] = [];
  let at = window.from;
  for (const range of ranges) {
    if (range.from > at) gaps.push({ from: at, to: Math.min(range.from, window.to) });
    at = Math.max(at, range.to);
    if (at >= window.to) break;
  }
  if (at < window.to) gaps.push({ from: at, to: window.to });
  return gaps;
}

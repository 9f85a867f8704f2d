import { grouped } from '../base/format.ts';
import { DAY_MS, type EpochMs, HOUR_MS } from '../base/time.ts';
import type { AuditResult } from './audit-result.ts';
import { countedFindings } from './open-findings.ts';
import { openOn } from './run-totals.ts';

/** Nights that a sparkline shows. */
const MOST_NIGHTS = 14;
const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/** The number of open findings, without INFORMATIONAL ones, and its change over earlier runs. */
export interface OpenTrend {
  readonly open: number;
  /** `1 not checked, −3 since last night, −9 in 7 nights`; empty where there is nothing to say. */
  readonly change: string;
  /** One bar a night, tonight last; empty where no earlier night is known. */
  readonly sparkline: string;
}

/**
 * Compares the number of open findings with that of earlier runs. Findings that were not looked at count as open, so that a
 * run that saw less does not look better.
 */
export function openTrend(result: AuditResult): OpenTrend {
  const open = countedFindings(result).length;
  const notLookedAt = result.lifecycle.stillOpen.length;
  const unseen = notLookedAt > 0 ? [`${grouped(notLookedAt)} not checked`] : [];
  const tonight = open + notLookedAt;
  const before = result.history
    .filter(({ at }) => at < result.startedAt)
    .map((night) => ({ at: night.at, open: openOn(night) }));
  const last = before.at(-1);
  if (last === undefined) return { open, change: unseen.join(''), sparkline: '' };
  const week = before.findLast(({ at }) => at <= result.startedAt - 7 * DAY_MS + 12 * HOUR_MS);
  const recent = result.startedAt - last.at < 36 * HOUR_MS;
  const changes = [
    ...unseen,
    difference(tonight - last.open, recent ? 'since last night' : `since ${dateOf(last.at)}`),
    // After a pause of a week or more both would be the same night.
    ...(week !== undefined && week !== last ? [difference(tonight - week.open, `in ${nights(result, week.at)}`)] : []),
  ];
  const shown = [...before.map((night) => night.open), tonight].slice(-MOST_NIGHTS);
  return { open, change: changes.join(', '), sparkline: sparklineOf(shown) };
}

/** `20 Nov`, in UTC. */
export function dateOf(at: EpochMs): string {
  return new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(at);
}

function nights({ startedAt }: AuditResult, from: EpochMs): string {
  return `${Math.round((startedAt - from) / DAY_MS)} nights`;
}

function difference(by: number, since: string): string {
  if (by === 0) return `unchanged ${since}`;
  return `${by > 0 ? `+${grouped(by)}` : `−${grouped(-by)}`} ${since}`;
}

/** From the fewest at the bottom to the most at the top. */
function sparklineOf(values: readonly number[]): string {
  const least = Math.min(...values);
  const range = Math.max(...values) - least;
  return values
    .map((value) => BARS[range === 0 ? 0 : Math.round(((value - least) / range) * (BARS.length - 1))] ?? '')
    .join('');
}

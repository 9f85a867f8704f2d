import type { EpochMs, TimeRange } from '../../base/time.ts';
import { undeliveredFrom } from './outstanding.ts';
import type { Trail, TrailChange, TrailStatus } from './trail.ts';

/** What is known of a trail's past besides its settings now. */
export interface TrailPast {
  /** When the settings were read. */
  readonly readAt: EpochMs;
  /** An organization's or another account's trail: the calls that changed it may be in the history of another account. */
  readonly foreign: boolean;
  /**
   * The calls that changed trails, and when the event history of the trail's home Region was read for them. Absent where
   * it could not be read.
   */
  readonly history?: { readonly changes: readonly TrailChange[]; readonly read: TimeRange };
  /** An earlier run that read the very same settings, and the first of an unbroken row of such runs. */
  readonly remembered?: { readonly first: EpochMs; readonly last: EpochMs };
  /** By Region: from when on log files may still be outstanding, as runs saw shortly before. */
  readonly outstanding?: Readonly<Record<string, EpochMs>>;
}

/**
 * Since when the settings have been what they are now. The event history lags: a trail that was set just now looks as if it
 * had always been so. Only settings that an earlier run has read, early enough for a change to show in the history, are
 * carried back to the last change; others are known from now on. Of a trail of another account the row of runs that
 * read the same is all there is.
 */
export function settingsUnchangedSince(trail: Pick<Trail, 'arn' | 'name'>, past: TrailPast): EpochMs {
  const { readAt, foreign, history, remembered } = past;
  if (remembered === undefined) return readAt;
  if (foreign) return remembered.first;
  if (history === undefined) return readAt;
  if (remembered.last >= history.read.to || remembered.last < history.read.from) return readAt;
  const changedAt = history.changes
    .filter((change) => concerns(change, trail))
    .reduce((latest, { at }) => Math.max(latest, at), history.read.from);
  return changedAt > remembered.last ? readAt : changedAt;
}

function concerns({ trail: named }: TrailChange, trail: Pick<Trail, 'arn' | 'name'>): boolean {
  if (named === undefined) return true;
  return [trail.arn, trail.name].some((own) => own.toLowerCase() === named.toLowerCase());
}

/**
 * The unbroken time, up to now or to when it stopped, in which a trail recorded in one Region by settings that are known,
 * and delivered what it recorded. A failing delivery leaves out what came after the last one that succeeded.
 */
export function recordedPeriod(
  status: TrailStatus,
  since: EpochMs,
  { readAt, outstanding = {} }: Pick<TrailPast, 'readAt' | 'outstanding'>,
): TimeRange | undefined {
  const { region, logging, startedAt, stoppedAt } = status;
  if (startedAt === undefined) return undefined;
  const from = Math.max(since, startedAt);
  const end = logging ? readAt : (stoppedAt ?? startedAt);
  const delivered = [undeliveredFrom(status), outstanding[region]].filter((at) => at !== undefined);
  const to = Math.min(end, ...delivered);
  return from < to ? { from, to } : undefined;
}

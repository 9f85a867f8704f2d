import type { EpochMs, TimeRange } from '../../base/time.ts';
import { undeliveredFrom } from './outstanding.ts';
import type { ShownEvents } from './shown-events.ts';
import type { EarlierSettings, Trail, TrailChange, TrailStatus } from './trail.ts';

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
  /** The latest run that read other settings. */
  readonly differed?: EpochMs;
  /** What earlier runs read before the settings were changed. */
  readonly earlier?: readonly EarlierSettings[];
  /** What was read where it delivers, and so recorded by settings of before; absent: nothing. */
  readonly shown?: readonly ShownEvents[];
  /** By Region: from when on log files may still be outstanding, as runs saw shortly before. */
  readonly outstanding?: Readonly<Record<string, EpochMs>>;
}

/** Since when settings are known to have been what they are now, and by what. */
export interface KnownSettings {
  readonly since: EpochMs;
  /**
   * `runs`: an earlier run read the same, early enough for a change since then to show. `history`: the event history alone, so
   * that a change of the minutes by which it lags would not show, and only what events show to have been recorded before counts
   * (`isShownToRecord`). `nothing`: nobody can tell what they were before.
   */
  readonly by: 'runs' | 'history' | 'nothing';
}

/**
 * Since when the settings have been what they are now. Silence of the home Region's event history, read without a gap,
 * carries them back to the last change or to its beginning. It lags: settings of a minute ago look as if they had always been
 * so, unless an earlier run read them too. A run that read others, without a change that shows, leaves nothing to
 * rely on. Of a trail whose changes lie in another account's history the row of runs that read the same is all there is.
 */
export function knownSettings(trail: Pick<Trail, 'arn' | 'name'>, past: TrailPast): KnownSettings {
  const { readAt, foreign, history, remembered, differed } = past;
  const nothing: KnownSettings = { since: readAt, by: 'nothing' };
  if (foreign) return remembered === undefined ? nothing : { since: remembered.first, by: 'runs' };
  if (history === undefined) return nothing;
  const changedAt = history.changes
    .filter((change) => concerns(change, trail))
    .reduce((latest, { at }) => Math.max(latest, at), history.read.from);
  if (remembered !== undefined && isWithin(remembered.last, history.read)) {
    // The same before and after a change: it was changed back, and nobody can tell when.
    return changedAt > remembered.last ? nothing : { since: changedAt, by: 'runs' };
  }
  return differed !== undefined && differed >= changedAt ? nothing : { since: changedAt, by: 'history' };
}

function isWithin(at: EpochMs, { from, to }: TimeRange): boolean {
  return from <= at && at < to;
}

/**
 * Whether events of a kind (`management` or a resource type; of one role, or anybody's) are shown to have been recorded before the minutes by
 * which the event history lags, and since the last change that it shows. What was recorded in part before, and was widened in those
 * minutes, looks the same.
 */
export function isShownToRecord(
  events: string,
  role: ShownEvents['role'],
  { since }: Pick<KnownSettings, 'since'>,
  { shown = [], history }: Pick<TrailPast, 'shown' | 'history'>,
): boolean {
  const until = history?.read.to ?? Number.NEGATIVE_INFINITY;
  return shown.some((each) => each.events === events && each.role === role && since < each.at && each.at <= until);
}

/** Whether a call changed this trail, as far as it says which. */
export function concerns({ trail: named }: TrailChange, trail: Pick<Trail, 'arn' | 'name'>): boolean {
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

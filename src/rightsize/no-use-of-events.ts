import { assertNever } from '../base/assert-never.ts';
import { listed } from '../base/format.ts';
import type { TimeRange } from '../base/time.ts';
import { SOURCES, type SourceName } from '../evidence/source-name.ts';
import type { EventClass, Watched } from '../evidence/watched.ts';
import { type Action, serviceOf } from '../iam/action.ts';
import type { RoleArn } from '../iam/arn.ts';
import type { Evidence } from './assessment-input.ts';

/** What stands in the way of calling an action unused. */
export interface Uncertainty {
  readonly verdict: 'unobservable' | 'undetermined';
  readonly because: string;
}

/** Nothing does: the action was watched for `interval` and not seen. */
export interface NoUseProof {
  readonly interval: TimeRange;
  readonly sources: readonly SourceName[];
  /** The events that would have shown it; `anyCall`: the role made no call of the service at all. */
  readonly events: EventClass | { readonly kind: 'anyCall' };
  /** Regions in which organization policies deny it to the role, and which were not asked; none where absent. */
  readonly closed?: readonly string[];
}

type NoUseEvidence = Pick<Evidence, 'observabilityOf' | 'watched' | 'past'>;

/** That events would have shown the role's use of the action and did not, or why they could not. */
export function noUseOfEvents(action: Action, role: RoleArn, evidence: NoUseEvidence): Uncertainty | NoUseProof {
  const observability = evidence.observabilityOf(action);
  if (observability.kind === 'never') {
    return { verdict: 'unobservable', because: `CloudTrail does not show it: ${observability.reason}.` };
  }
  if (observability.kind === 'unknown') {
    return { verdict: 'unobservable', because: `CloudTrail may not show it: ${observability.reason}.` };
  }
  const watched = evidence.watched(observability, action, role);
  if (!('interval' in watched)) return unwatched(watched, observability, action, evidence);
  return { ...watched, events: observability };
}

function unwatched(
  watched: Exclude<Watched, { readonly interval: TimeRange }>,
  events: EventClass,
  action: Action,
  { past }: NoUseEvidence,
): Uncertainty {
  const seen =
    events.kind === 'data'
      ? `data events of ${listed(watched.why === 'off' ? watched.types : events.resourceTypes, 3)}${events.beside === undefined || watched.why === 'off' ? '' : ' and management events'}`
      : `management events of ${serviceOf(action)}`;
  switch (watched.why) {
    case 'regionsUnknown':
      return {
        verdict: 'undetermined',
        because: 'The enabled Regions of the account are not known, so nobody can say that all of them were watched.',
      };
    case 'off':
      return {
        verdict: 'unobservable',
        because: past.trailsUnasked
          ? `The sources that were read do not show ${seen} in ${listed(watched.regions, 3)}, and whether a trail records them was not asked (source auto).`
          : `Nothing that is switched on records ${seen} in ${listed(watched.regions, 3)} for a source to read.`,
      };
    case 'muted':
      return {
        verdict: 'undetermined',
        because: `Its events ${listed(watched.names, 3)} are left out of what is recorded of the role in ${listed(watched.regions, 3)} (eventName NotEquals), and they may show it.`,
      };
    case 'unread':
      return {
        verdict: 'undetermined',
        because: `No source has read ${seen} in ${listed(watched.regions, 3)}${settingsUnknown(watched.regions, past)}.${unshown(events, past)}`,
      };
    case 'broken':
      return {
        verdict: 'undetermined',
        because: `No source has read ${seen} in every enabled Region at the same time and up to now${inRegions(watched.regions)}.`,
      };
    default:
      return assertNever(watched);
  }
}

/** That a trail may be set as it is only since some minutes, as the event history lags. */
function unshown(events: EventClass, { unshownTypes }: Evidence['past']): string {
  const types = events.kind === 'data' ? events.resourceTypes.filter((type) => unshownTypes?.has(type)) : [];
  if (types.length === 0) return '';
  return ` A trail is set to record ${listed(types, 3)}, but by what was read it may be so only since this run: a change of its settings shows after some 15 minutes. The next run, with the ledger of this one, can tell.`;
}

function inRegions(regions: readonly string[]): string {
  return regions.length === 0 ? '' : ` (missing: ${listed(regions, 3)})`;
}

/** What of a trail's records counts is for its settings to say, and these are known to have been the same for some time only. */
function settingsUnknown(regions: readonly string[], { coverages }: Evidence['past']): string {
  const byTrail = coverages.some(({ source, region }) => SOURCES[source].readsTrails && regions.includes(region));
  return byTrail ? ' for a time in which trails are known to have recorded them all' : '';
}

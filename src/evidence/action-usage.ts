import type { EpochMs } from '../base/time.ts';
import type { Observation, ProvenAction } from '../cloudtrail/observation.ts';
import type { Action } from '../iam/action.ts';
import type { SourceName } from './coverage.ts';
import { EMPTY_SAMPLE, mergeSamples, type Sample } from './sample.ts';

/** The event that a person is shown as an example: the latest one. */
export interface ExampleEvent {
  readonly at: EpochMs;
  readonly eventId: string;
  readonly eventSource: string;
  readonly eventName: string;
  readonly region: string;
  readonly errorCode?: string;
}

/** All that was seen of one action of one role, with one outcome. */
export interface ActionUsage {
  readonly action: Action;
  readonly first: EpochMs;
  readonly last: EpochMs;
  /**
   * Events by the source that told of them. Sources see the same events, so these never add up; a source that hands
   * over one event twice counts it twice.
   */
  readonly countBySource: Readonly<Partial<Record<SourceName, number>>>;
  readonly regions: readonly string[];
  readonly resources: Sample;
  /** True when each event named the resources it touched. */
  readonly resourcesStated: boolean;
  /** The strongest of the events' certainties. */
  readonly certainty: ProvenAction['certainty'];
  readonly example: ExampleEvent;
}

const STRENGTH = { possible: 0, implied: 1, exact: 2 } as const;

/** One observation, of one event or several, as the usage of one of its actions. */
export function usageBy(observation: Observation, proven: ProvenAction, source: SourceName): ActionUsage {
  const { at, eventId, eventSource, eventName, region, errorCode, resources, repeats, isSummary } = observation;
  const example = { at, eventId, eventSource, eventName, region };
  return {
    action: proven.action,
    first: repeats?.first ?? at,
    last: at,
    // The calls that a summary counts have records of their own.
    countBySource: isSummary === true ? {} : { [source]: repeats?.count ?? 1 },
    regions: [region],
    resources: mergeSamples(EMPTY_SAMPLE, { items: resources, cut: repeats?.resources === 'some' }),
    resourcesStated: repeats?.resourcesStated ?? resources.length > 0,
    certainty: proven.certainty,
    example: errorCode === undefined ? example : { ...example, errorCode },
  };
}

/** Both usages together. Commutative and associative; counts of one source add up, all else is idempotent. */
export function mergeUsage(a: ActionUsage, b: ActionUsage): ActionUsage {
  return {
    action: a.action <= b.action ? a.action : b.action,
    first: Math.min(a.first, b.first),
    last: Math.max(a.last, b.last),
    countBySource: sumCounts(a.countBySource, b.countBySource),
    regions: unionOf(a.regions, b.regions),
    resources: mergeSamples(a.resources, b.resources),
    resourcesStated: a.resourcesStated && b.resourcesStated,
    certainty: STRENGTH[a.certainty] >= STRENGTH[b.certainty] ? a.certainty : b.certainty,
    example: later(a.example, b.example),
  };
}

/** How many events there were, as the source that saw most of them says. */
export function countOf(usage: ActionUsage): number {
  return Math.max(0, ...Object.values(usage.countBySource));
}

function sumCounts(a: ActionUsage['countBySource'], b: ActionUsage['countBySource']): ActionUsage['countBySource'] {
  const sum: Partial<Record<SourceName, number>> = { ...a };
  for (const source of Object.keys(b) as SourceName[]) sum[source] = (sum[source] ?? 0) + (b[source] ?? 0);
  return sum;
}

/** Most events are of a Region that is known already. */
function unionOf(a: readonly string[], b: readonly string[]): readonly string[] {
  for (const region of b) if (!a.includes(region)) return [...new Set([...a, ...b])].sort();
  return a;
}

function later(a: ExampleEvent, b: ExampleEvent): ExampleEvent {
  if (a.at !== b.at) return a.at > b.at ? a : b;
  return a.eventId >= b.eventId ? a : b;
}

import type { EpochMs } from '../base/time.ts';
import type { ProvenAction } from '../cloudtrail/observation.ts';
import type { Action } from '../iam/action.ts';
import { countsBySource } from './bucket-counts.ts';
import type { CallActivity } from './call-activity.ts';
import { mergeSamples, type Sample } from './sample.ts';
import type { SourceName } from './source-name.ts';

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
  /** True when some call named what did not exist. */
  readonly metMissing: boolean;
  /** The strongest of the events' certainties. */
  readonly certainty: ProvenAction['certainty'];
  readonly example: ExampleEvent;
}

/** `ResourceNotFoundException`, `ParameterNotFound`, `NoSuchBucket`, `AWS.SimpleQueueService.NonExistentQueue`, `QueueDoesNotExist`, `404`. */
const MISSING =
  /not_?found|no_?such|non_?existent|not_?exist|unknown_?(?:resource|key|queue)|invalid_?key_?id|^(?:\w+\.)*404$/i;

const STRENGTH = { possible: 0, implied: 1, exact: 2 } as const;

/** What alike calls say of one of the actions that they prove. */
export function usageBy(
  { call, first, last, counts, regions, resources, resourcesStated, example }: CallActivity,
  { action, certainty }: ProvenAction,
): ActionUsage {
  const { eventSource, eventName, errorCode } = call;
  return {
    action,
    first,
    last,
    regions,
    resources,
    resourcesStated,
    certainty,
    countBySource: countsBySource(counts),
    metMissing: errorCode !== undefined && MISSING.test(errorCode),
    example: { ...example, eventSource, eventName, ...(errorCode === undefined ? {} : { errorCode }) },
  };
}

/** The usages of different calls together. Commutative and associative. */
export function mergeUsage(a: ActionUsage, b: ActionUsage): ActionUsage {
  return {
    action: a.action <= b.action ? a.action : b.action,
    first: Math.min(a.first, b.first),
    last: Math.max(a.last, b.last),
    countBySource: sumCounts(a.countBySource, b.countBySource),
    regions: [...new Set([...a.regions, ...b.regions])].sort(),
    resources: mergeSamples(a.resources, b.resources),
    resourcesStated: a.resourcesStated && b.resourcesStated,
    metMissing: a.metMissing || b.metMissing,
    certainty: STRENGTH[a.certainty] >= STRENGTH[b.certainty] ? a.certainty : b.certainty,
    example: later(a.example, b.example),
  };
}

/** How many events there were, as the source that saw most of them says. */
export function eventCount(usage: ActionUsage): number {
  return Math.max(0, ...Object.values(usage.countBySource));
}

/** Actions are compared without regard to case. */
export function actionKey(action: Action): string {
  return action.toLowerCase();
}

function sumCounts(a: ActionUsage['countBySource'], b: ActionUsage['countBySource']): ActionUsage['countBySource'] {
  const sum: Partial<Record<SourceName, number>> = { ...a };
  for (const source of Object.keys(b) as SourceName[]) sum[source] = (sum[source] ?? 0) + (b[source] ?? 0);
  return sum;
}

function later(a: ExampleEvent, b: ExampleEvent): ExampleEvent {
  if (a.at !== b.at) return a.at > b.at ? a : b;
  return a.eventId >= b.eventId ? a : b;
}

import type { EpochMs } from '../base/time.ts';
import type { ActionUsage, ExampleEvent } from '../evidence/action-usage.ts';
import { mergeSamples } from '../evidence/sample.ts';
import { countsSince, joinCounts, type SliceCounts } from './bucket-counts.ts';
import { joinByRank } from './join.ts';

/** What nights together saw of one action of one role, with one outcome. */
export interface RememberedUsage extends Omit<ActionUsage, 'countBySource'> {
  readonly counts: SliceCounts;
}

const STRENGTH = { possible: 0, implied: 1, exact: 2 } as const;

const laterExample = joinByRank<ExampleEvent>((example) => example.at);

/** Both together. */
export function joinUsage(a: RememberedUsage, b: RememberedUsage): RememberedUsage {
  return {
    action: a.action <= b.action ? a.action : b.action,
    first: Math.min(a.first, b.first),
    last: Math.max(a.last, b.last),
    counts: joinCounts(a.counts, b.counts),
    regions: [...new Set([...a.regions, ...b.regions])].sort(),
    resources: mergeSamples(a.resources, b.resources),
    resourcesStated: a.resourcesStated && b.resourcesStated,
    certainty: STRENGTH[a.certainty] >= STRENGTH[b.certainty] ? a.certainty : b.certainty,
    example: laterExample(a.example, b.example),
  };
}

/** Without what lies before `from`; nothing where all of it does. */
export function usageSince(usage: RememberedUsage, from: EpochMs): RememberedUsage | undefined {
  if (usage.last < from) return undefined;
  return { ...usage, first: Math.max(usage.first, from), counts: countsSince(usage.counts, from) };
}

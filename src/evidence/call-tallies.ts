import { getOrInsert } from '../base/get-or-insert.ts';
import { mapValues } from '../base/join.ts';
import type { EpochMs } from '../base/time.ts';
import { type Call, callOf } from '../cloudtrail/call.ts';
import type { Observation } from '../cloudtrail/observation.ts';
import { mergeFacets } from '../cloudtrail/parameter-facets.ts';
import { type CallExample, type Calls, kindKey, mergedCall, SURPLUS, surplusOf, variantKey } from './call-activity.ts';
import { mergeSamples, type Sample, sampleAt } from './sample.ts';
import type { SourceName } from './source-name.ts';
import { bucketOf } from './time-bucket.ts';

/** Counts one role's calls while they are read. */
export interface CallTally {
  add(observation: Observation, source: SourceName): void;
  calls(): Calls;
}

interface Tally {
  call: Call;
  first: EpochMs;
  last: EpochMs;
  readonly counts: Map<string, Map<number, number>>;
  readonly regions: Set<string>;
  resources: Sample;
  resourcesStated: boolean;
  example: CallExample;
}

/** No call yet. What is kept does not depend on the order in which calls are added. */
export function callTallies(): CallTally {
  const kinds = new Map<string, Map<string, Tally>>();
  return {
    add(observation, source) {
      const call = callOf(observation);
      const variants = getOrInsert(kinds, kindKey(call), () => new Map<string, Tally>());
      const tally = tallyOf(observation, call, source);
      addTo(variants, variantKey(call), tally);
      foldSurplus(variants);
    },
    calls: () =>
      mapValues(kinds, (variants) =>
        mapValues(variants, ({ counts, regions, ...tally }) => ({
          ...tally,
          counts: mapValues(counts, (buckets) => new Map(buckets)),
          regions: [...regions].sort(),
        })),
      ),
  };
}

function tallyOf(observation: Observation, call: Call, source: SourceName): Tally {
  const { at, eventId, region, resources, repeats, summary } = observation;
  const counts = new Map<string, Map<number, number>>();
  // The calls that a summary counts have records of their own.
  if (summary === undefined) counts.set(`${source} ${region}`, new Map([[bucketOf(at), repeats?.count ?? 1]]));
  return {
    call,
    first: repeats?.first ?? at,
    last: at,
    counts,
    regions: new Set([region]),
    // Of events that are summed up the latest may have been the first to touch a resource.
    resources: sampleAt(at, resources, repeats?.resources === 'some'),
    resourcesStated: repeats?.resourcesStated ?? resources.length > 0,
    example: { at, eventId, region },
  };
}

function addTo(variants: Map<string, Tally>, key: string, added: Tally): void {
  const known = variants.get(key);
  if (known === undefined) {
    variants.set(key, added);
    return;
  }
  if (key === SURPLUS) {
    known.call = { ...known.call, parameters: mergeFacets(known.call.parameters, added.call.parameters) };
  }
  known.first = Math.min(known.first, added.first);
  known.last = Math.max(known.last, added.last);
  for (const [reader, buckets] of added.counts) {
    const own = getOrInsert(known.counts, reader, () => new Map<number, number>());
    for (const [bucket, count] of buckets) own.set(bucket, (own.get(bucket) ?? 0) + count);
  }
  for (const region of added.regions) known.regions.add(region);
  known.resources = mergeSamples(known.resources, added.resources);
  known.resourcesStated = known.resourcesStated && added.resourcesStated;
  if (isLater(added.example, known.example)) known.example = added.example;
}

/** Variants that are not kept apart count as one. */
function foldSurplus(variants: Map<string, Tally>): void {
  for (const key of surplusOf(variants)) {
    const surplus = variants.get(key);
    variants.delete(key);
    if (surplus !== undefined) addTo(variants, SURPLUS, { ...surplus, call: mergedCall(surplus.call) });
  }
}

function isLater(a: CallExample, b: CallExample): boolean {
  return a.at > b.at || (a.at === b.at && a.eventId > b.eventId);
}

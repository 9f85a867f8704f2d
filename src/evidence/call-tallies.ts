import { getOrInsert } from '../base/get-or-insert.ts';
import type { EpochMs } from '../base/time.ts';
import type { Call } from '../cloudtrail/call.ts';
import type { Observation } from '../cloudtrail/observation.ts';
import { mergeFacets } from '../cloudtrail/parameter-facets.ts';
import { addCount, countsOf, type GrowingCounts } from './bucket-counts.ts';
import { type CallExample, type Calls, mergedCall, SURPLUS, surplusOf, unionOf } from './call-activity.ts';
import { callKeysOf } from './call-keys.ts';
import { addToSample, EMPTY_SAMPLE, mergeSamples, type Sample } from './sample.ts';
import type { SourceName } from './source-name.ts';
import { bucketOf } from './time-bucket.ts';

/** Counts one role's calls while they are read. */
export interface CallTally {
  add(observation: Observation, source: SourceName): void;
  /** What was counted by now. It is no copy, and goes on growing: an account's calls held twice are hundreds of megabytes. */
  calls(): Calls;
}

interface Tally {
  call: Call;
  first: EpochMs;
  last: EpochMs;
  readonly counts: GrowingCounts;
  regions: readonly string[];
  resources: Sample;
  resourcesStated: boolean;
  example: CallExample;
}

/** No call yet. What is kept does not depend on the order in which calls are added. */
export function callTallies(): CallTally {
  const kinds = new Map<string, Map<string, Tally>>();
  return {
    add(observation, source) {
      const { call, kind, variant } = callKeysOf(observation);
      const variants = getOrInsert(kinds, kind, () => new Map<string, Tally>());
      const known = variants.get(variant);
      if (known !== undefined) {
        if (variant === SURPLUS) known.call = mergedInto(known.call, call);
        addObservation(known, observation, source);
        return;
      }
      const tally = tallyOf(call, observation);
      addObservation(tally, observation, source);
      variants.set(variant, tally);
      foldSurplus(variants);
    },
    calls: () => kinds,
  };
}

/** The tally of a call that is yet to be added. */
function tallyOf(call: Call, { at, eventId, region }: Observation): Tally {
  return {
    call,
    first: at,
    last: at,
    counts: {},
    regions: [],
    resources: EMPTY_SAMPLE,
    resourcesStated: true,
    example: { at, eventId, region },
  };
}

function addObservation(tally: Tally, observation: Observation, source: SourceName): void {
  const { at, eventId, region, resources, repeats, summary } = observation;
  tally.first = Math.min(tally.first, repeats?.first ?? at);
  tally.last = Math.max(tally.last, at);
  // The calls that a summary counts have records of their own.
  if (summary === undefined) {
    addCount(tally.counts, `${source} ${region}`, bucketOf(at), repeats?.count ?? 1);
  }
  tally.regions = unionOf(tally.regions, [region]);
  // Of events that are summed up the latest may have been the first to touch a resource.
  tally.resources = addToSample(tally.resources, at, resources, repeats?.resources === 'some');
  tally.resourcesStated = tally.resourcesStated && (repeats?.resourcesStated ?? resources.length > 0);
  const example = { at, eventId, region };
  if (isLater(example, tally.example)) tally.example = example;
}

/** A call that stands for several variants, one more of them included. */
function mergedInto(call: Call, { parameters }: Call): Call {
  return { ...call, parameters: mergeFacets(call.parameters, parameters) };
}

function addTo(variants: Map<string, Tally>, key: string, added: Tally): void {
  const known = variants.get(key);
  if (known === undefined) {
    variants.set(key, added);
    return;
  }
  if (key === SURPLUS) known.call = mergedInto(known.call, added.call);
  known.first = Math.min(known.first, added.first);
  known.last = Math.max(known.last, added.last);
  for (const [reader, buckets] of Object.entries(added.counts)) {
    for (const [bucket, count] of countsOf(buckets)) addCount(known.counts, reader, bucket, count);
  }
  known.regions = unionOf(known.regions, added.regions);
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

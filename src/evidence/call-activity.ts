import { type Join, joinByRank } from '../base/join.ts';
import type { EpochMs } from '../base/time.ts';
import { type Call, callKey, parametersKey } from '../cloudtrail/call.ts';
import { ANY_PARAMETERS, mergeFacets, UNSTATED } from '../cloudtrail/parameter-facets.ts';
import { type BucketCounts, countsSince, joinCounts } from './bucket-counts.ts';
import { mergeSamples, type Sample } from './sample.ts';

/** All that was seen of calls of one role that are alike. */
export interface CallActivity {
  readonly call: Call;
  readonly first: EpochMs;
  readonly last: EpochMs;
  /** Empty where only summaries told of the calls: each call that they count has a record of its own. */
  readonly counts: BucketCounts;
  readonly regions: readonly string[];
  readonly resources: Sample;
  /** True when each event named the resources it touched. */
  readonly resourcesStated: boolean;
  /** The latest event. */
  readonly example: CallExample;
}

/** The event that a person is shown as an example. */
export interface CallExample {
  readonly at: EpochMs;
  readonly eventId: string;
  readonly region: string;
}

/** Alike calls by their parameters (`variantKey`), by everything else (`kindKey`). */
export type Calls = ReadonlyMap<string, Variants>;
type Variants = ReadonlyMap<string, CallActivity>;

/** The most kinds of parameters kept apart of otherwise alike calls; further ones count as one that passed what any of them did. */
export const MOST_VARIANTS = 16;

/** What alike calls have in common beside their parameters. */
export function kindKey(call: Call): string {
  return callKey({ ...call, parameters: ANY_PARAMETERS });
}

/** What tells the parameters of alike calls apart. */
export function variantKey({ parameters }: Call): string {
  if (parameters.kind === 'named' && parameters.merged === true) return SURPLUS;
  return parameters.kind === 'named' ? JSON.stringify(parametersKey(parameters)) : parameters.kind;
}

/** Key of the calls whose parameters are those of several kinds together, or any. */
export const SURPLUS = ANY_PARAMETERS.kind;

/** A call as one of several that count as one. */
export function mergedCall(call: Call): Call {
  return { ...call, parameters: mergeFacets(call.parameters, call.parameters) };
}

const laterExample = joinByRank<CallExample>((example) => example.at);

/** Both together. Commutative, associative and idempotent. */
export const joinCallActivity: Join<CallActivity> = (a, b) => ({
  call:
    variantKey(a.call) === SURPLUS
      ? { ...a.call, parameters: mergeFacets(a.call.parameters, b.call.parameters) }
      : a.call,
  first: Math.min(a.first, b.first),
  last: Math.max(a.last, b.last),
  counts: joinCounts(a.counts, b.counts),
  regions: unionOf(a.regions, b.regions),
  resources: mergeSamples(a.resources, b.resources),
  resourcesStated: a.resourcesStated && b.resourcesStated,
  example: laterExample(a.example, b.example),
});

/** The kinds of both; of each the variants with the smallest keys, the others together. */
export function joinCalls(a: Calls, b: Calls): Calls {
  if (b.size === 0 || a === b) return a;
  if (a.size === 0) return b;
  const joined = new Map(a);
  for (const [kind, variants] of b) {
    const known = joined.get(kind);
    joined.set(kind, known === undefined ? variants : joinVariants(known, variants));
  }
  return joined;
}

function joinVariants(a: Variants, b: Variants): Variants {
  if (a === b) return a;
  const joined = new Map(a);
  for (const [key, activity] of b) addTo(joined, key, activity);
  return bounded(joined);
}

function bounded(variants: Map<string, CallActivity>): Variants {
  for (const key of surplusOf(variants)) {
    const surplus = variants.get(key);
    variants.delete(key);
    if (surplus !== undefined) addTo(variants, SURPLUS, { ...surplus, call: mergedCall(surplus.call) });
  }
  return variants;
}

/** The keys of the variants that are not kept apart: those with the largest keys. */
export function surplusOf(variants: ReadonlyMap<string, unknown>): readonly string[] {
  if (variants.size <= MOST_VARIANTS) return [];
  return [...variants.keys()]
    .filter((key) => !UNBOUNDED.has(key))
    .sort()
    .slice(MOST_VARIANTS);
}

const UNBOUNDED: ReadonlySet<string> = new Set([ANY_PARAMETERS.kind, UNSTATED.kind]);

function addTo(variants: Map<string, CallActivity>, key: string, activity: CallActivity): void {
  const known = variants.get(key);
  variants.set(key, known === undefined ? activity : joinCallActivity(known, activity));
}

/** Without what lies before `from`; nothing where all of it does. */
export function callActivitySince(activity: CallActivity, from: EpochMs): CallActivity | undefined {
  if (activity.last < from) return undefined;
  if (activity.first >= from) return activity;
  return { ...activity, first: Math.max(activity.first, from), counts: countsSince(activity.counts, from) };
}

/** Both, in order. Most events are of a Region that is known already. */
export function unionOf(a: readonly string[], b: readonly string[]): readonly string[] {
  for (const region of b) if (!a.includes(region)) return [...new Set([...a, ...b])].sort();
  return a;
}

import { type Call, callKey, callOf } from '../cloudtrail/call.ts';
import type { ParameterFacets } from '../cloudtrail/parameter-facets.ts';
import { kindKey, variantKey } from './call-activity.ts';

/** A call, and what tells it from others. */
export interface CallKeys {
  readonly call: Call;
  readonly key: string;
  readonly kind: string;
  readonly variant: string;
}

/** By the parameters, which calls that were read as one share: the call that had them last. */
const known = new WeakMap<ParameterFacets, CallKeys>();

/** The keys of a call. Of calls that come in great numbers and are alike they are worked out once, and all share one call. */
export function callKeysOf(call: Call): CallKeys {
  const before = known.get(call.parameters);
  if (before !== undefined && isSame(before.call, call)) return before;
  const own = callOf(call);
  const keys = { call: own, key: callKey(own), kind: kindKey(own), variant: variantKey(own) };
  known.set(call.parameters, keys);
  return keys;
}

/** Whether calls with the same parameters are the same. */
function isSame(a: Call, b: Call): boolean {
  return (
    a.eventName === b.eventName &&
    a.eventSource === b.eventSource &&
    a.eventType === b.eventType &&
    a.errorCode === b.errorCode &&
    a.refusal === b.refusal &&
    a.invokedBy === b.invokedBy &&
    a.summary === b.summary
  );
}

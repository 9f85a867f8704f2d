import { byKey } from '../base/by-key.ts';
import type { ParameterFacets } from './parameter-facets.ts';
import type { Refusal } from './refusal.ts';

/**
 * What of a role's call decides which actions it proves: facts as the record states them, from which rules and catalogue
 * of any later day can work out the actions anew.
 */
export interface Call {
  readonly eventSource: string;
  readonly eventName: string;
  /** Absent for an ordinary API call (`AwsApiCall`). */
  readonly eventType?: string;
  readonly errorCode?: string;
  /** What the error message adds to the code. */
  readonly refusal?: Refusal;
  /** The service that made the call with the role's session (forward access session), as the record spells it. */
  readonly invokedBy?: string;
  readonly parameters: ParameterFacets;
  /** Set where a summary counts the call: `certain` where it counts no other caller, event or failure that it may be mixed up with. */
  readonly summary?: 'certain' | 'uncertain';
}

/** A call without whatever else is known of it. */
export function callOf({
  eventSource,
  eventName,
  eventType,
  errorCode,
  refusal,
  invokedBy,
  parameters,
  summary,
}: Call): Call {
  return {
    eventSource,
    eventName,
    ...(eventType === undefined ? {} : { eventType }),
    ...(errorCode === undefined ? {} : { errorCode }),
    ...(refusal === undefined ? {} : { refusal }),
    ...(invokedBy === undefined ? {} : { invokedBy }),
    parameters,
    ...(summary === undefined ? {} : { summary }),
  };
}

/** The same text for calls that prove the same, whatever the rules. */
export function callKey({
  eventSource,
  eventName,
  eventType,
  errorCode,
  refusal,
  invokedBy,
  parameters,
  summary,
}: Call): string {
  return JSON.stringify([
    eventSource,
    eventName,
    eventType ?? 0,
    errorCode ?? 0,
    refusal === undefined ? 0 : [refusal.action ?? 0, refusal.says ?? 0],
    invokedBy ?? 0,
    summary ?? 0,
    parametersKey(parameters),
  ]);
}

/** A value whose JSON text is the same for the same facets. */
export function parametersKey(parameters: ParameterFacets): unknown {
  if (parameters.kind !== 'named') return parameters.kind;
  const { names, blank, merged, values } = parameters;
  return [names, blank === true ? 1 : 0, merged === true ? 1 : 0, Object.entries(values).sort(byKey)];
}

import { withoutApiVersion } from './event-name.ts';
import { type JsonObject, MAX_DEPTH } from './json.ts';
import { VALUE_FACETS, type ValueFacet } from './value-facets.ts';

/**
 * What rules may ask of a call's request parameters: the facts that are kept of them, so that a call can be judged again
 * by later rules.
 */
export type ParameterFacets =
  /** The record does not say what was passed: the call is taken at its name. */
  | { readonly kind: 'unstated' }
  /** Any parameter may have been passed: CloudTrail left them out as too large, or there were more than are kept. */
  | { readonly kind: 'any' }
  | {
      readonly kind: 'named';
      /** Names of the parameters that have a value, at any depth; distinct, in code-unit order, at most `MAX_NAMES`. */
      readonly names: readonly string[];
      /** True where parameters were passed of which none has a value. */
      readonly blank?: true;
      /** True where this stands for calls that passed different parameters: one may not have passed what another did. */
      readonly merged?: true;
      /** The few values that decide, by facet. A facet that is absent was not looked for: it may hold anything. */
      readonly values: Readonly<Partial<Record<ValueFacet, readonly string[]>>>;
    };

/** The most parameter names kept of a call; a call with more counts as having passed any parameter. */
export const MAX_NAMES = 100;

/** The most values kept of a facet; one with more is left out: it may hold anything. */
const MAX_VALUES = 32;

/** The longest parameter name kept, in characters. */
const MAX_NAME_LENGTH = 128;

export const UNSTATED: ParameterFacets = { kind: 'unstated' };
export const ANY_PARAMETERS: ParameterFacets = { kind: 'any' };

/** The facets of a call's parameters: `null` where there were none, `undefined` where the record does not say. */
export function facetsOf(prefix: string, event: string, parameters: JsonObject | null | undefined): ParameterFacets {
  if (parameters === undefined) return UNSTATED;
  const given = parameters ?? {};
  const eventName = withoutApiVersion(event) ?? event;
  if (areOmitted(given)) return ANY_PARAMETERS;
  const names = new Set<string>();
  if (!collectNames(given, names, 0)) return ANY_PARAMETERS;
  const values: Partial<Record<ValueFacet, readonly string[]>> = {};
  for (const { facet, appliesTo, read } of VALUE_FACETS) {
    if (!appliesTo(prefix, eventName)) continue;
    const found = read(given, eventName);
    const distinct = [...new Set(found)].sort();
    if (found !== undefined && distinct.length <= MAX_VALUES) values[facet] = distinct;
  }
  const blank = names.size === 0 && Object.keys(given).length > 0;
  return { kind: 'named', names: [...names].sort(), ...(blank ? { blank } : {}), values };
}

/**
 * The facets of several calls as those of one that may have passed what any of them did. Commutative, associative and
 * idempotent.
 */
export function mergeFacets(a: ParameterFacets, b: ParameterFacets): ParameterFacets {
  if (a.kind !== 'named' || b.kind !== 'named') return a.kind === b.kind ? a : ANY_PARAMETERS;
  const names = [...new Set([...a.names, ...b.names])].sort();
  if (names.length > MAX_NAMES) return ANY_PARAMETERS;
  const values: Partial<Record<ValueFacet, readonly string[]>> = {};
  for (const { facet } of VALUE_FACETS) {
    const [left, right] = [a.values[facet], b.values[facet]];
    const both = left && right ? [...new Set([...left, ...right])].sort() : [];
    if (left && right && both.length <= MAX_VALUES) values[facet] = both;
  }
  const blank = a.blank === true || b.blank === true;
  return { kind: 'named', names, ...(blank ? { blank } : {}), merged: true, values };
}

/** Whether CloudTrail left the parameters out because they were too large: then anything may have been in them. */
export function areOmitted(parameters: JsonObject): boolean {
  return parameters['omitted'] === true && 'reason' in parameters;
}

/** Whether a parameter of such a name was passed with a value (not empty, false or `NONE`), or may have been. */
export function namesParameter(facets: ParameterFacets, name: RegExp): boolean {
  if (facets.kind === 'any') return true;
  return facets.kind === 'named' && facets.names.some((each) => name.test(each));
}

/** Whether a facet holds a value that matches, or may hold one. */
export function holdsValue(facets: ParameterFacets, facet: ValueFacet, value: RegExp): boolean {
  if (facets.kind !== 'named') return facets.kind === 'any';
  return facets.values[facet]?.some((each) => value.test(each)) ?? true;
}

/** Whether any parameter was passed, or may have been. */
export function hasParameters(facets: ParameterFacets): boolean {
  if (facets.kind !== 'named') return facets.kind === 'any';
  return facets.names.length > 0 || facets.blank === true;
}

/** False where not all names can be kept: too many, too long, or nested deeper than is looked at. The items of a list have no names. */
function collectNames(value: unknown, names: Set<string>, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (depth >= MAX_DEPTH) return false;
  const isList = Array.isArray(value);
  for (const [key, child] of Object.entries(value)) {
    if (!isList && hasValue(child)) {
      if (key.length > MAX_NAME_LENGTH) return false;
      names.add(key);
      if (names.size > MAX_NAMES) return false;
    }
    if (!collectNames(child, names, depth + 1)) return false;
  }
  return true;
}

const NO_VALUES = new Set<unknown>([null, '', false, 'NONE']);

function hasValue(value: unknown): boolean {
  if (NO_VALUES.has(value)) return false;
  return typeof value !== 'object' || Object.keys(value as object).length > 0;
}

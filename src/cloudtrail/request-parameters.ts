import { type JsonObject, leavesOf, MAX_DEPTH } from './json.ts';

/** Whether CloudTrail left the parameters out because they were too large: then anything may have been in them. */
export function areOmitted(parameters: JsonObject): boolean {
  return parameters['omitted'] === true && 'reason' in parameters;
}

/**
 * Whether a parameter with such a name has a value (not empty, false or `NONE`), at any depth. Parameters too deep to be
 * looked at count as holding it: crediting a use too many is safe, one too few is not.
 */
export function namesParameter(parameters: JsonObject, name: RegExp): boolean {
  return names(parameters, name, 0);
}

/** The items of a list have their numbers for names, which no expression matches. */
function names(value: unknown, name: RegExp, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (depth > MAX_DEPTH) return true;
  return Object.entries(value).some(
    ([key, child]) => (name.test(key) && hasValue(child)) || names(child, name, depth + 1),
  );
}

/** Whether a text somewhere in the parameters matches. */
export function mentions(parameters: JsonObject, text: RegExp): boolean {
  return leavesOf(parameters).some(({ value }) => typeof value === 'string' && text.test(value));
}

const NO_VALUES = new Set<unknown>([null, '', false, 'NONE']);

function hasValue(value: unknown): boolean {
  if (NO_VALUES.has(value)) return false;
  return typeof value !== 'object' || Object.keys(value as object).length > 0;
}

import { asObject, type JsonObject, leavesOf } from './json.ts';

/** Whether CloudTrail left the parameters out because they were too large: then anything may have been in them. */
export function areOmitted(parameters: JsonObject): boolean {
  return parameters['omitted'] === true && 'reason' in parameters;
}

/** Whether a parameter with such a name has a value (not empty, false or `NONE`), at any depth. */
export function namesParameter(parameters: JsonObject, name: RegExp): boolean {
  return names(parameters, name, 0);
}

const MAX_DEPTH = 12;

function names(value: unknown, name: RegExp, depth: number): boolean {
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return false;
  if (Array.isArray(value)) return value.some((item) => names(item, name, depth + 1));
  return Object.keys(value).some((key) => {
    const child = (value as JsonObject)[key];
    return (name.test(key) && hasValue(child)) || names(child, name, depth + 1);
  });
}

/** Whether a text somewhere in the parameters matches. */
export function mentions(parameters: JsonObject, text: RegExp): boolean {
  for (const { value } of leavesOf(parameters)) {
    if (typeof value === 'string' && text.test(value)) return true;
  }
  return false;
}

function hasValue(value: unknown): boolean {
  if (value === null || value === undefined || value === '' || value === false || value === 'NONE') return false;
  if (Array.isArray(value)) return value.length > 0;
  const object = asObject(value);
  return object === undefined || Object.keys(object).length > 0;
}

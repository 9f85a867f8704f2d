import { asObject, type JsonObject, leavesOf } from './json.ts';

/** Whether CloudTrail left the parameters out because they were too large: then anything may have been in them. */
export function areOmitted(parameters: JsonObject): boolean {
  return parameters['omitted'] === true && 'reason' in parameters;
}

/** Whether a parameter with such a name has a value, at any depth. */
export function namesParameter(parameters: JsonObject, name: RegExp): boolean {
  const queue: { readonly value: unknown; readonly depth: number }[] = [{ value: parameters, depth: 0 }];
  for (let at = 0; at < queue.length && at < 5_000; at++) {
    const { value, depth } = queue[at] ?? { value: undefined, depth: 0 };
    if (typeof value !== 'object' || value === null || depth > 12) continue;
    for (const [key, child] of Object.entries(value)) {
      if (!Array.isArray(value) && name.test(key) && hasValue(child)) return true;
      queue.push({ value: child, depth: depth + 1 });
    }
  }
  return false;
}

/** Whether a text somewhere in the parameters matches. */
export function mentions(parameters: JsonObject, text: RegExp): boolean {
  for (const { value } of leavesOf(parameters)) {
    if (typeof value === 'string' && text.test(value)) return true;
  }
  return false;
}

function hasValue(value: unknown): boolean {
  if (value === null || value === undefined || value === '' || value === false) return false;
  if (Array.isArray(value)) return value.length > 0;
  const object = asObject(value);
  return object === undefined || Object.keys(object).length > 0;
}

/** What can be said of a statement about a request that is not fully known. `unknown` is a value, never a guess. */
export type Truth = true | false | 'unknown';

/** Kleene's not. */
export function not(a: Truth): Truth {
  return a === 'unknown' ? a : !a;
}

/** True if all are; false as soon as one is, whatever the others would be; true of none. */
export function allOf(values: Iterable<Truth>): Truth {
  let result: Truth = true;
  for (const value of values) {
    if (value === false) return false;
    if (value === 'unknown') result = value;
  }
  return result;
}

/** True as soon as one is, whatever the others would be; false of none. */
export function anyOf(values: Iterable<Truth>): Truth {
  let result: Truth = false;
  for (const value of values) {
    if (value === true) return true;
    if (value === 'unknown') result = value;
  }
  return result;
}

/** `20150331`, `20150331v2`, `2020_05_31`, `_2020_05_31`: the API version that some services append to event names. */
const API_VERSION = /_?20\d{2}_?(?:0[1-9]|1[0-2])_?(?:0[1-9]|[12]\d|3[01])(?:_?v\d+)?$/i;

/**
 * The event name without the API version behind it (`GetFunction20150331v2` → `GetFunction`), or `undefined` when it
 * carries none. Only a date is taken off: `ListClustersV2` and `CreateLocationS3` end in digits of their own.
 */
export function withoutApiVersion(eventName: string): string | undefined {
  const bare = eventName.replace(API_VERSION, '');
  return bare === eventName || bare === '' ? undefined : bare;
}

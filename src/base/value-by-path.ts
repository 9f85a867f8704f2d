/** The value that keys and places lead to; undefined where there is none. */
export function valueByPath(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((found, key) => {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return undefined;
    return (found as Readonly<Record<PropertyKey, unknown>>)[key];
  }, value);
}

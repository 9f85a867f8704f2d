/** A JSON object whose fields nobody has looked at yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The value as an object, or `undefined` when it is anything else (null, array, string…). */
export function asObject(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}

/** The value as a string that is not empty, or `undefined`. */
export function asText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** One field as a non-empty string. */
export function textAt(object: JsonObject | undefined, key: string): string | undefined {
  return asText(object?.[key]);
}

/** The first of several spellings of a field that holds a non-empty string. */
export function textAtAny(object: JsonObject | undefined, keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const text = textAt(object, key);
    if (text !== undefined) return text;
  }
  return undefined;
}

/** The value as an array; anything else counts as empty. */
export function asArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A leaf of a JSON tree, with the key it hangs on (of the nearest object around it). */
export interface Leaf {
  readonly key: string;
  readonly value: unknown;
}

/** No AWS API nests its parameters half as deep; what lies deeper in a hostile record is not visited. */
export const MAX_DEPTH = 64;

/** Every leaf of an object, in the order of the record; a list is gone through under the key it hangs on. */
export function leavesOf(root: JsonObject): readonly Leaf[] {
  const leaves: Leaf[] = [];
  for (const [key, value] of Object.entries(root)) visit(value, key, 1, leaves);
  return leaves;
}

function visit(value: unknown, key: string, depth: number, leaves: Leaf[]): void {
  if (typeof value !== 'object' || value === null) {
    leaves.push({ key, value });
  } else if (depth < MAX_DEPTH) {
    if (Array.isArray(value)) for (const item of value) visit(item, key, depth + 1, leaves);
    else for (const [name, child] of Object.entries(value)) visit(child, name, depth + 1, leaves);
  }
}

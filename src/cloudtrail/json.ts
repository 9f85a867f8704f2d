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
  return object === undefined ? undefined : asText(object[key]);
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

const MAX_DEPTH = 12;
const MAX_LEAVES = 5_000;

/** Every leaf of a JSON tree, bounded in depth and number so that a hostile record costs little. */
export function leavesOf(root: unknown): readonly Leaf[] {
  const leaves: Leaf[] = [];
  visit(root, '', 0, leaves);
  return leaves;
}

function visit(value: unknown, key: string, depth: number, leaves: Leaf[]): void {
  if (leaves.length >= MAX_LEAVES) return;
  if (typeof value !== 'object' || value === null) {
    leaves.push({ key, value });
  } else if (depth < MAX_DEPTH) {
    if (Array.isArray(value)) for (const item of value) visit(item, key, depth + 1, leaves);
    else for (const name of Object.keys(value)) visit((value as JsonObject)[name], name, depth + 1, leaves);
  }
}

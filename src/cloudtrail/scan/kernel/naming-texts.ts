import { keysThatNameResources } from '../../resources/resource-names.ts';

/** All bits: anything may. */
export const ANY_TEXT = 0xffff_ffff;
/** The kernel notes so many texts of the parameters (`MOST_TEXTS` of `assembly/shape.ts`). */
const MOST_TEXTS = 16;

/** A text that is a value, with the keys that it hangs on, outermost first. */
export interface ValueText {
  readonly keys: readonly string[];
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s"{}[\]:,]+/g;

/** The texts that are values in JSON text that is known to be well-formed, in its order: the numbering of the kernel. */
export function valueTexts(json: string): readonly ValueText[] {
  const tokens = json.match(TOKEN) ?? [];
  const texts: ValueText[] = [];
  /** The key that each open container hangs on, behind those of the ones around it. */
  const open: (readonly string[])[] = [];
  let keys: readonly string[] = [];
  for (const [index, token] of tokens.entries()) {
    if (token === '{' || token === '[') {
      open.push(keys);
    } else if (token === '}' || token === ']') {
      keys = open.pop() ?? [];
    } else if (token.startsWith('"')) {
      const around = open.at(-1) ?? [];
      if (tokens[index + 1] === ':') keys = [...around, String(JSON.parse(token))];
      else texts.push({ keys });
    } else if (token === ',') {
      // In a list the next value hangs on the same key; in an object its own comes first.
      keys = open.at(-1) ?? [];
    }
  }
  return texts;
}

/** Which texts among request parameters decide what resources they name: a bit each. */
export function textsThatNameResources(prefix: string, parameters: string): number {
  const naming = keysThatNameResources(prefix);
  if (naming === undefined) return 0;
  const texts = valueTexts(parameters);
  if (texts.length > MOST_TEXTS) return ANY_TEXT;
  return texts.reduce(
    (bits, { keys }, index) => (keys.some((key) => naming.test(key)) ? bits | (1 << index) : bits),
    0,
  );
}

import { keysThatNameResources } from '../../resources/resource-names.ts';

/** All bits: every text may name resources. */
export const ANY_TEXT = 0xffff_ffff;
/** Texts of the parameters that the kernel stores (`MOST_TEXTS` of `assembly/shape.ts`). */
const MOST_TEXTS = 16;

/** A string value, with the keys on the path to it, outermost first. */
export interface ValueText {
  readonly keys: readonly string[];
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s"{}[\]:,]+/g;

/** String values of valid JSON in document order, which is the kernel's numbering. */
export function valueTexts(json: string): readonly ValueText[] {
  const tokens = json.match(TOKEN) ?? [];
  const texts: ValueText[] = [];
  /** By depth: path of keys to the open container. */
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
      // In an array the next value has the same path; in an object its key follows.
      keys = open.at(-1) ?? [];
    }
  }
  return texts;
}

/** Bit mask of the texts among request parameters that name resources. */
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

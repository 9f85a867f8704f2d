/** Stands for `?` among the UTF-16 codes of a segment: any one character. */
export const ANY = -1;

/** Counts the character steps that a match took, so that linearity is a fact that tests can check. */
export interface StepMeter {
  steps: number;
}

/** A part of a glob pattern between two `*`, made ready for searching. */
export interface Segment {
  readonly codes: readonly number[];
  /**
   * Finds the first place at or after `from`, ending at or before `to`, where the segment fits; -1 where there is none.
   * Never reads a character of the text twice, whatever the text.
   */
  readonly find: (text: string, from: number, to: number, meter: StepMeter | undefined) => number;
}

/**
 * Makes a segment of at least one code ready: Knuth-Morris-Pratt where it is literal, a bit-parallel automaton where it
 * holds `?`.
 */
export function createSegment(codes: readonly number[]): Segment {
  let find: Segment['find'] | undefined;
  return {
    codes,
    // Most segments stand at an end of their pattern, where nothing is searched for.
    find(text, from, to, meter) {
      find ??= codes.includes(ANY) ? findWithWildcards(codes) : findLiteral(codes);
      return find(text, from, to, meter);
    },
  };
}

/** Whether the segment fits the text at exactly this place; the caller has checked that it is long enough. */
export function fitsAt(segment: Segment, text: string, at: number, meter: StepMeter | undefined): boolean {
  const { codes } = segment;
  for (let i = 0; i < codes.length; i++) {
    if (meter !== undefined) meter.steps++;
    const code = codes[i];
    if (code !== ANY && code !== text.charCodeAt(at + i)) return false;
  }
  return true;
}

function findLiteral(codes: readonly number[]): Segment['find'] {
  const fallback = borderLengths(codes);
  return (text, from, to, meter) => {
    let matched = 0;
    let steps = 0;
    let found = -1;
    for (let at = from; at < to && found === -1; at++) {
      const code = text.charCodeAt(at);
      steps++;
      while (matched > 0 && codes[matched] !== code) {
        matched = fallback[matched - 1] ?? 0;
        steps++;
      }
      if (codes[matched] === code) matched++;
      if (matched === codes.length) found = at + 1 - codes.length;
    }
    if (meter !== undefined) meter.steps += steps;
    return found;
  };
}

/** For each prefix, the length of its longest proper prefix that is also its suffix. */
function borderLengths(codes: readonly number[]): Int32Array {
  const borders = new Int32Array(codes.length);
  let length = 0;
  for (let i = 1; i < codes.length; i++) {
    while (length > 0 && codes[i] !== codes[length]) length = borders[length - 1] ?? 0;
    if (codes[i] === codes[length]) length++;
    borders[i] = length;
  }
  return borders;
}

function findWithWildcards(codes: readonly number[]): Segment['find'] {
  const wordCount = Math.ceil(codes.length / 32);
  const anywhere = new Uint32Array(wordCount);
  const masks = new Map<number, Uint32Array>();
  for (const [i, code] of codes.entries()) if (code === ANY) setBit(anywhere, i);
  for (const [i, code] of codes.entries()) {
    if (code === ANY) continue;
    const mask = masks.get(code) ?? Uint32Array.from(anywhere);
    setBit(mask, i);
    masks.set(code, mask);
  }
  const lastWord = wordCount - 1;
  const lastBit = (codes.length - 1) & 31;
  return (text, from, to, meter) => {
    // Bit i of the state: the first i + 1 codes of the segment fit the text that ends here.
    const state = new Uint32Array(wordCount);
    for (let at = from; at < to; at++) {
      const mask = masks.get(text.charCodeAt(at)) ?? anywhere;
      let carry = 1;
      for (let w = 0; w < wordCount; w++) {
        const word = state[w] ?? 0;
        state[w] = ((word << 1) | carry) & (mask[w] ?? 0);
        carry = word >>> 31;
      }
      if (meter !== undefined) meter.steps += wordCount;
      if ((((state[lastWord] ?? 0) >>> lastBit) & 1) === 1) return at + 1 - codes.length;
    }
    return -1;
  };
}

function setBit(words: Uint32Array, i: number): void {
  words[i >>> 5] = (words[i >>> 5] ?? 0) | (1 << (i & 31));
}

import { ANY, createSegment, fitsAt, type Segment, type StepMeter } from './segment-search.ts';

/** A piece of a pattern: `wild` text gives `*` and `?` their meaning, `literal` text (a policy variable's value) does not. */
export type GlobPart = { readonly wild: string } | { readonly literal: string };

export interface GlobOptions {
  /** IAM compares actions without regard to case, resources and StringLike values with it. */
  readonly caseSensitive: boolean;
}

/** A pattern of `*` (any characters, or none) and `?` (any one character), made ready for matching many texts. */
export interface Glob {
  /** What the text begins with, and ends with. The same segment when the pattern has no `*`. */
  readonly head: Segment;
  readonly tail: Segment;
  /** What must follow between the two, in this order; undefined when the pattern has no `*`. */
  readonly middles: readonly Segment[] | undefined;
  readonly minLength: number;
  readonly caseSensitive: boolean;
}

const STAR = -2;

/** Makes a pattern ready. Every text and every pattern is legal; there is no escape character (use a literal part). */
export function compileGlob(pattern: string | readonly GlobPart[], options: GlobOptions): Glob {
  const parts = typeof pattern === 'string' ? [{ wild: pattern }] : pattern;
  const runs: number[][] = [[]];
  for (const part of parts) {
    for (const code of codesOf(part, options.caseSensitive)) {
      if (code === STAR) runs.push([]);
      else runs.at(-1)?.push(code);
    }
  }
  const minLength = runs.reduce((sum, run) => sum + run.length, 0);
  const head = createSegment(runs[0] ?? []);
  const { caseSensitive } = options;
  if (runs.length === 1) return { head, tail: head, middles: undefined, minLength, caseSensitive };
  const tail = createSegment(runs.at(-1) ?? []);
  const middles = runs
    .slice(1, -1)
    .filter((run) => run.length > 0)
    .map(createSegment);
  return { head, tail, middles, minLength, caseSensitive };
}

/**
 * Whether the whole text fits the pattern. Each segment is taken at the first place where it fits, which loses no
 * match since segments are separated by `*`; so the time is linear in the text, whatever the pattern.
 *
 * @example
 * ```ts
 * import { compileGlob } from './glob.ts';
 *
 * const glob = compileGlob('arn:aws:s3:::logs-?/*', { caseSensitive: true });
 * matchesGlob(glob, 'arn:aws:s3:::logs-1/2026/11'); // → true
 * matchesGlob(glob, 'arn:aws:s3:::logs-10/2026/11'); // → false
 * ```
 */
export function matchesGlob(glob: Glob, text: string, meter?: StepMeter): boolean {
  const subject = glob.caseSensitive ? text : text.toLowerCase();
  const { head, tail, middles, minLength } = glob;
  if (subject.length < minLength) return false;
  if (middles === undefined) return subject.length === minLength && fitsAt(head, subject, 0, meter);
  const end = subject.length - tail.codes.length;
  if (!fitsAt(head, subject, 0, meter) || !fitsAt(tail, subject, end, meter)) return false;
  let at = head.codes.length;
  for (const middle of middles) {
    const found = middle.find(subject, at, end, meter);
    if (found === -1) return false;
    at = found + middle.codes.length;
  }
  return true;
}

/** `matchesGlob` for a pattern that is used once. */
export function globMatches(pattern: string | readonly GlobPart[], text: string, options: GlobOptions): boolean {
  return matchesGlob(compileGlob(pattern, options), text);
}

function codesOf(part: GlobPart, caseSensitive: boolean): number[] {
  const wild = 'wild' in part;
  const text = wild ? part.wild : part.literal;
  const codes: number[] = [];
  const subject = caseSensitive ? text : text.toLowerCase();
  for (let i = 0; i < subject.length; i++) {
    const character = subject[i];
    if (wild && character === '*') codes.push(STAR);
    else if (wild && character === '?') codes.push(ANY);
    else codes.push(subject.charCodeAt(i));
  }
  return codes;
}

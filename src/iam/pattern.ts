import { compileGlob, type Glob, matchesGlob } from './glob.ts';

/** An action pattern as it stands in `Action` or `NotAction`, read ("IAM JSON policy elements: Action"). */
export type ActionPattern =
  /** `*` or `*:*`. */
  | { readonly kind: 'everything' }
  /** One service; lower case, and the name may hold `*` and `?` anywhere. */
  | { readonly kind: 'named'; readonly service: string; readonly name: string }
  /** What IAM would refuse; `text` (lower case) is taken in its widest sense, as a glob over `service:Name`. */
  | { readonly kind: 'irregular'; readonly text: string; readonly problem: string };

const NAMED = /^([a-z0-9-]+):([a-z0-9_*?-]+)$/i;
const WILD = /[*?]/;

/** Reads an action pattern. Never fails: a form that IAM refuses is kept, with the problem stated. */
export function parseActionPattern(pattern: string): ActionPattern {
  const text = pattern.toLowerCase();
  if (text === '*' || text === '*:*') return { kind: 'everything' };
  // The text as written is tested: some letters beyond ASCII become ASCII in lower case.
  if (!NAMED.test(pattern)) return { kind: 'irregular', text, problem: problemOf(pattern) };
  const colon = text.indexOf(':');
  return { kind: 'named', service: text.slice(0, colon), name: text.slice(colon + 1) };
}

/** What IAM would say against an action pattern; undefined for a legal one. */
export function actionPatternProblem(pattern: string): string | undefined {
  const parsed = parseActionPattern(pattern);
  return parsed.kind === 'irregular' ? parsed.problem : undefined;
}

/**
 * Whether an action pattern matches one concrete action, known to a catalogue or not.
 *
 * @example
 * ```ts
 * actionMatches('s3:Get*', 's3:GetObject'); // → true
 * actionMatches('s3:get?', 's3:GetObject'); // → false
 * ```
 */
export function actionMatches(pattern: string, action: string): boolean {
  return !beginApart(pattern, action) && matchesGlob(compiled(pattern), action);
}

/** Whether the text holds a wildcard, so that it is a pattern and not one action. */
export function isWild(text: string): boolean {
  return WILD.test(text);
}

/**
 * Whether every action that `narrow` matches is certain to be matched by `wide`. Errs on the side of no: a `?` against
 * a `*` counts as not covered unless the two are the same text.
 */
export function patternCovers(wide: string, narrow: string): boolean {
  if (beginApart(wide, narrow)) return false;
  if (wide.toLowerCase() === narrow.toLowerCase()) return true;
  if (wide.includes('?') && narrow.includes('*')) return false;
  return matchesGlob(compiled(wide), narrow);
}

/** Whether both begin with letters of a to z that differ: the quick answer to most questions. */
function beginApart(pattern: string, action: string): boolean {
  const a = pattern.charCodeAt(0) | 32;
  const b = action.charCodeAt(0) | 32;
  return a !== b && a >= 97 && a <= 122 && b >= 97 && b <= 122;
}

const MOST_COMPILED = 10_000;
const compiledPatterns = new Map<string, Glob>();

/** An account's policies use the same patterns over and over. */
function compiled(pattern: string): Glob {
  let glob = compiledPatterns.get(pattern);
  if (glob === undefined) {
    if (compiledPatterns.size >= MOST_COMPILED) compiledPatterns.clear();
    glob = compileGlob(pattern, { caseSensitive: false });
    compiledPatterns.set(pattern, glob);
  }
  return glob;
}

function problemOf(pattern: string): string {
  const quoted = `Action pattern "${pattern}" is not one that IAM accepts`;
  const colon = pattern.indexOf(':');
  if (colon === -1) return `${quoted}: expected service:Name or a lone "*", found no colon`;
  if (WILD.test(pattern.slice(0, colon))) {
    return `${quoted}: a wildcard in the service part is legal only as a lone "*" (or "*:*")`;
  }
  return `${quoted}: expected service:Name, as in s3:GetObject or s3:Get*`;
}

import { compileGlob, type Glob, type GlobPart, matchesGlob } from './glob.ts';

const ANYTHING = compileGlob('*', { caseSensitive: true });

/** The colon-separated components of a pattern; the sixth keeps its own colons. */
export function arnComponents(parts: readonly GlobPart[]): readonly (readonly GlobPart[])[] {
  const components: GlobPart[][] = [[]];
  for (const part of parts) {
    const wild = 'wild' in part;
    const pieces = (wild ? part.wild : part.literal).split(':');
    for (const [index, piece] of pieces.entries()) {
      const text = index > 0 && components.length >= 6 ? `:${piece}` : piece;
      if (index > 0 && components.length < 6) components.push([]);
      if (text !== '') components.at(-1)?.push(wild ? { wild: text } : { literal: text });
    }
  }
  return components;
}

/** The six colon-separated parts of an ARN, the last with its own colons; undefined for text with fewer. */
export function arnParts(arn: string): readonly string[] | undefined {
  const segments = arn.split(':');
  return segments.length < 6 ? undefined : [...segments.slice(0, 5), segments.slice(5).join(':')];
}

/** Whether each of the six components fits its part of the ARN; nothing reaches beyond a colon of the first five. */
export function componentsMatch(components: readonly (readonly GlobPart[])[], arn: string): boolean {
  return globsMatch(components.map(compilePart), arn);
}

/**
 * Whether a `Resource` pattern fits a resource. A wildcard stays within its colon-separated part, but a `*` that ends
 * a part may reach beyond the colon; missing parts of a shortened ARN are `*`. From "IAM JSON policy elements: Resource".
 */
export function resourceMatches(pattern: readonly GlobPart[], resource: string): boolean {
  const { whole, components, reachesBeyond } = compiled(pattern);
  if (components.length === 1 || !resource.startsWith('arn:')) return matchesGlob(whole, resource);
  return globsMatch(components, resource) || (reachesBeyond && matchesGlob(whole, resource));
}

/** A `Resource` pattern, made ready for matching many resources. */
interface ResourcePattern {
  readonly whole: Glob;
  readonly components: readonly Glob[];
  /** Whether one of the first five components ends in `*`. */
  readonly reachesBeyond: boolean;
}

function compile(pattern: readonly GlobPart[]): ResourcePattern {
  const components = arnComponents(pattern);
  return {
    whole: compilePart(pattern),
    components: components.map(compilePart),
    reachesBeyond: components.slice(0, 5).some(endsInStar),
  };
}

const MOST_COMPILED = 10_000;
const compiledTexts = new Map<string, ResourcePattern>();

/** A policy asks about the same texts over and over; those with values of variables in them are met once. */
function compiled(pattern: readonly GlobPart[]): ResourcePattern {
  const [first, ...others] = pattern;
  if (first === undefined || others.length > 0 || !('wild' in first)) return compile(pattern);
  const known = compiledTexts.get(first.wild);
  if (known !== undefined) return known;
  if (compiledTexts.size >= MOST_COMPILED) compiledTexts.clear();
  const ready = compile(pattern);
  compiledTexts.set(first.wild, ready);
  return ready;
}

function compilePart(parts: readonly GlobPart[]): Glob {
  return compileGlob(parts, { caseSensitive: true });
}

function globsMatch(components: readonly Glob[], arn: string): boolean {
  const parts = arnParts(arn);
  return parts?.every((part, index) => matchesGlob(components[index] ?? ANYTHING, part)) ?? false;
}

function endsInStar(component: readonly GlobPart[]): boolean {
  const last = component.at(-1);
  return last !== undefined && 'wild' in last && last.wild.endsWith('*');
}

import { type GlobPart, globMatches } from './glob.ts';

const CASE = { caseSensitive: true } as const;
const ANYTHING: readonly GlobPart[] = [{ wild: '*' }];

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
  const parts = arnParts(arn);
  if (parts === undefined) return false;
  return parts.every((part, index) => globMatches(components[index] ?? ANYTHING, part, CASE));
}

/**
 * Whether a `Resource` pattern fits a resource. A wildcard stays within its colon-separated part, but a `*` that ends
 * a part may reach beyond the colon; missing parts of a shortened ARN are `*`. From "IAM JSON policy elements: Resource".
 */
export function resourceMatches(pattern: readonly GlobPart[], resource: string): boolean {
  const components = arnComponents(pattern);
  if (components.length === 1 || !resource.startsWith('arn:')) return globMatches(pattern, resource, CASE);
  if (componentsMatch(components, resource)) return true;
  return components.slice(0, 5).some(endsInStar) && globMatches(pattern, resource, CASE);
}

function endsInStar(component: readonly GlobPart[]): boolean {
  const last = component.at(-1);
  return last !== undefined && 'wild' in last && last.wild.endsWith('*');
}

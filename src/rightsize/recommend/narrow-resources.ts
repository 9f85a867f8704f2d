import { resourceCovers, resourcesMayOverlap } from '../../iam/resource-cover.ts';

/**
 * The part of a statement's resources that was seen. Never more than was granted: of a resource that the seen ones overlap in
 * a way that nobody can cut, all is kept.
 */
export function narrowResources(granted: readonly string[], seen: readonly string[]): readonly string[] {
  const narrowed = granted.flatMap((resource) => {
    if (seen.some((one) => resourceCovers(one, resource))) return [resource];
    const inside = seen.filter((one) => resourceCovers(resource, one));
    const cannotCut = seen.some((one) => !inside.includes(one) && resourcesMayOverlap(one, resource));
    return cannotCut ? [resource] : inside;
  });
  return [...new Set(narrowed)].sort();
}

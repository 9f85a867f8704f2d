import { spansType } from '../../iam/arn-forms.ts';
import type { ConditionBlock } from '../../iam/policy.ts';
import { resourceCovers, resourcesMayOverlap } from '../../iam/resource-cover.ts';

/**
 * The part of a statement's resources that was seen, wildcards that a person wrote included. Never more than was granted: of a
 * resource that the seen ones overlap in a way that nobody can cut, all is kept.
 */
export function narrowTightly(granted: readonly string[], seen: readonly string[]): readonly string[] {
  return [...new Set(granted.flatMap((resource) => within(resource, seen)))].sort();
}

/**
 * A statement's resources with each that takes in a whole type of resource cut to what was seen of it. All others stay: a name,
 * or a part of one, says what a person had in mind, and so does a Region. Of what nothing was seen, all is kept.
 *
 * @param forms `arnFormsOf` the action
 */
export function narrowSpanning(
  granted: readonly string[],
  seen: readonly string[],
  forms: readonly string[],
): readonly string[] {
  const narrowed = granted.map((resource) => {
    if (!spansType(resource, forms)) return [resource];
    const inside = within(
      resource,
      seen.map((one) => inRegionsOf(resource, one)),
    );
    return inside.length === 0 ? [resource] : inside;
  });
  if (narrowed.every((part, index) => part.length === 1 && part[0] === granted[index])) return granted;
  return [...new Set(narrowed.flat())].filter((one, _, all) => !isCovered(one, all)).sort();
}

/** Whether a condition says itself which resources are meant: those with a tag, of a name, of an account. */
export function choosesResources(condition: ConditionBlock | undefined): boolean {
  return Object.values(condition ?? {}).some((keys) =>
    Object.keys(keys).some((key) => !/^aws:(?!resource)/i.test(key)),
  );
}

/** Stands for a resource that is not there, and for none that is: what it overlaps with is nobody's resource. */
const ONE_CHARACTER = /^(?:[^:]*:){5}\?$/;

function within(resource: string, seen: readonly string[]): readonly string[] {
  if (seen.some((one) => resourceCovers(one, resource))) return [resource];
  const inside = seen.filter((one) => resourceCovers(resource, one));
  const cannotCut = seen.some(
    (one) => !inside.includes(one) && !ONE_CHARACTER.test(one) && resourcesMayOverlap(one, resource),
  );
  return cannotCut ? [resource] : inside;
}

/** A seen resource in all the Regions that a grant is open to, where it lies in one of them: a replica has the same name. */
function inRegionsOf(grant: string, seen: string): string {
  const parts = seen.split(':');
  const region = grant.startsWith('arn:') ? (grant.split(':')[3] ?? '*') : '*';
  if (parts.length < 6 || parts[3] === '' || !region.includes('*')) return seen;
  const open = [...parts.slice(0, 3), region, ...parts.slice(4)].join(':');
  return resourceCovers(open, seen) ? open : seen;
}

function isCovered(one: string, all: readonly string[]): boolean {
  return all.some((other) => other !== one && resourceCovers(other, one));
}

import { arnComponents, arnParts, componentsMatch } from '../arn-pattern.ts';
import { globMatches } from '../glob.ts';
import { resolveVariables } from '../policy-variables.ts';
import { allOf } from '../truth.ts';
import type { Comparison, ShapeComparison } from './comparison.ts';
import { fitsShape } from './shape.ts';

/**
 * ArnEquals and ArnLike, which behave alike: each of the six components is compared by itself, case-sensitively, with
 * wildcards. A request value that is no ARN fits nothing. What IAM makes of a pattern with fewer components is not documented.
 */
export const arnLike: Comparison = (policyValue, requestValue, scope) => {
  const resolved = resolveVariables(policyValue, scope, 'wild');
  if (resolved.kind === 'unresolvable') return resolved.kind;
  if (!requestValue.startsWith('arn:') || arnParts(requestValue) === undefined) return false;
  const components = arnComponents(resolved.parts);
  if (components.length < 6) {
    const fits = componentsMatch(components, requestValue);
    return fits || globMatches(resolved.parts, requestValue, { caseSensitive: true }) ? 'unknown' : false;
  }
  if (!componentsMatch(components, requestValue)) return false;
  return resolved.unknownKeys.length === 0 ? true : 'unknown';
};

/** The same for an ARN that is known in part. */
export const arnLikeShape: ShapeComparison = (policyValue, shape, scope) => {
  const resolved = resolveVariables(policyValue, scope, 'wild');
  if (resolved.kind === 'unresolvable') return resolved.kind;
  const components = arnComponents(resolved.parts);
  const shapes = arnParts(shape);
  if (components.length < 6 || shapes === undefined || resolved.unknownKeys.length > 0) return 'unknown';
  return allOf(components.map((component, index) => fitsShape(component, shapes[index] ?? '*')));
};

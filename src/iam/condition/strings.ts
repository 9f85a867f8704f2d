import { type GlobPart, globMatches } from '../glob.ts';
import { resolveVariables, type Wildcards } from '../policy-variables.ts';
import type { Comparison, ShapeComparison } from './comparison.ts';
import { fitsShape } from './shape.ts';

/** StringEquals: exact, case-sensitive; `*` and `?` mean themselves. */
export const stringEquals = stringComparison('literal', true);
/** StringEqualsIgnoreCase. */
export const stringEqualsIgnoreCase = stringComparison('literal', false);
/** StringLike: case-sensitive, with wildcards. */
export const stringLike = stringComparison('wild', true);

/** StringLike for a value that is known in part. */
export const stringLikeShape = shapeComparison('wild');
/** StringEquals for a value that is known in part. */
export const stringEqualsShape = shapeComparison('literal');

function shapeComparison(wildcards: Wildcards): ShapeComparison {
  return (policyValue, shape, scope) => {
    const resolved = resolveVariables(policyValue, scope, wildcards);
    if (resolved.kind === 'unresolvable') return resolved.kind;
    return resolved.unknownKeys.length === 0 ? fitsShape(resolved.parts, shape) : 'unknown';
  };
}

function stringComparison(wildcards: Wildcards, caseSensitive: boolean): Comparison {
  return (policyValue, requestValue, scope) => {
    const resolved = resolveVariables(policyValue, scope, wildcards);
    if (resolved.kind === 'unresolvable') return resolved.kind;
    const parts: readonly GlobPart[] = resolved.parts;
    if (!globMatches(parts, requestValue, { caseSensitive })) return false;
    return resolved.unknownKeys.length === 0 ? true : 'unknown';
  };
}

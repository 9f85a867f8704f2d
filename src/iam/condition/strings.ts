import { type GlobPart, globMatches } from '../glob.ts';
import { resolveVariables, type Wildcards } from '../policy-variables.ts';
import type { Comparison } from './comparison.ts';

/** StringEquals: exact, case-sensitive; `*` and `?` mean themselves. */
export const stringEquals = stringComparison('literal', true);
/** StringEqualsIgnoreCase. */
export const stringEqualsIgnoreCase = stringComparison('literal', false);
/** StringLike: case-sensitive, with wildcards. */
export const stringLike = stringComparison('wild', true);

function stringComparison(wildcards: Wildcards, caseSensitive: boolean): Comparison {
  return (policyValue, requestValue, scope) => {
    const resolved = resolveVariables(policyValue, scope, wildcards);
    if (resolved.kind === 'unresolvable') return resolved.kind;
    const parts: readonly GlobPart[] = resolved.parts;
    if (!globMatches(parts, requestValue, { caseSensitive })) return false;
    return resolved.unknownKeys.length === 0 ? true : 'unknown';
  };
}

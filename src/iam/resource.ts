import { resourceMatches } from './arn-pattern.ts';
import type { Statement } from './policy.ts';
import { resolveVariables, type VariableScope } from './policy-variables.ts';
import { anyOf, not, type Truth } from './truth.ts';

/** The part of a statement that selects resources. */
export type ResourceElement = Pick<Statement, 'resource' | 'notResource'>;

/** Whether a statement applies to a resource, and which unknown keys its variables need where that is unknown. */
export interface ResourceMatch {
  readonly truth: Truth;
  readonly unknownKeys: readonly string[];
}

/**
 * Matches a resource (an ARN, or `*` for an action that has none) against Resource or NotResource. A statement with neither
 * is about every resource.
 */
export function matchResource(statement: ResourceElement, resource: string, scope: VariableScope): ResourceMatch {
  const unknownKeys: string[] = [];
  if (statement.notResource !== undefined) {
    const named = statement.notResource.map((pattern) => {
      const truth = matchOne(pattern, resource, scope, unknownKeys);
      // IAM does not document what NotResource excludes when a variable has no value, and an unknown one may have none.
      return truth === 'unresolvable' || truth === 'unlike' ? 'unknown' : truth;
    });
    const truth = not(anyOf(named));
    return { truth, unknownKeys: truth === 'unknown' ? unknownKeys : [] };
  }
  if (statement.resource === undefined) return { truth: true, unknownKeys };
  const truth = anyOf(
    statement.resource.map((pattern) => {
      const one = matchOne(pattern, resource, scope, unknownKeys);
      return one === 'unresolvable' || one === 'unlike' ? false : one;
    }),
  );
  return { truth, unknownKeys: truth === 'unknown' ? unknownKeys : [] };
}

/** `unlike`: no match whatever the values of the unknown variables are, as long as they have one. */
function matchOne(
  pattern: string,
  resource: string,
  scope: VariableScope,
  unknownKeys: string[],
): Truth | 'unresolvable' | 'unlike' {
  const resolved = resolveVariables(pattern, scope, 'wild');
  if (resolved.kind === 'unresolvable') {
    unknownKeys.push(resolved.key);
    return 'unresolvable';
  }
  const like = resourceMatches(resolved.parts, resource);
  if (resolved.unknownKeys.length === 0) return like;
  if (!like) return 'unlike';
  unknownKeys.push(...resolved.unknownKeys);
  return 'unknown';
}

/** Whether a statement applies to every resource there is: `*` alone, also inside an array, or no Resource element at all. */
export function coversEveryResource(statement: ResourceElement): boolean {
  if (statement.notResource !== undefined) return false;
  return statement.resource === undefined || statement.resource.some((pattern) => /^\*+$/.test(pattern));
}

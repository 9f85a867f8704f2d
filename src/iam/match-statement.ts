import { evaluateCondition } from './condition/condition.ts';
import { actionMatches } from './pattern.ts';
import type { Statement } from './policy.ts';
import type { VariableScope } from './policy-variables.ts';
import { matchResource } from './resource.ts';
import { allOf, type Truth } from './truth.ts';

/** Whether a statement applies to a request; where that is unknown, what would have to be known. */
export interface StatementMatch {
  readonly truth: Truth;
  /** Sentences, empty unless `truth` is unknown. */
  readonly unknown: readonly string[];
}

const NO_MATCH: StatementMatch = { truth: false, unknown: [] };

/** Whether a statement's Action or NotAction takes in one concrete action. */
export function namesAction(statement: Pick<Statement, 'action' | 'notAction'>, action: string): boolean {
  if (statement.notAction !== undefined) return !statement.notAction.some((pattern) => actionMatches(pattern, action));
  return (statement.action ?? []).some((pattern) => actionMatches(pattern, action));
}

/** Matches action, resource and conditions of a statement; its effect and principals are the caller's matter. */
export function matchStatement(
  statement: Statement,
  action: string,
  resource: string,
  scope: VariableScope,
): StatementMatch {
  if (!namesAction(statement, action)) return NO_MATCH;
  const onResource = matchResource(statement, resource, scope);
  if (onResource.truth === false) return NO_MATCH;
  const underCondition = evaluateCondition(statement.condition, scope);
  const truth = allOf([onResource.truth, underCondition.truth]);
  if (truth !== 'unknown') return { truth, unknown: [] };
  const variables = onResource.unknownKeys.map((key) => `${key} is not known (a variable of the resource)`);
  return { truth, unknown: [...variables, ...underCondition.unknown] };
}

import { evaluateCondition } from './condition/condition.ts';
import { actionPatternProblem } from './pattern.ts';
import type { PolicyDocument, Statement } from './policy.ts';
import type { RequestContext } from './request-context.ts';
import { coversEveryResource } from './resource.ts';

/**
 * How far a statement reaches over the resources and requests of a principal: over all of them, over some (or nobody knows
 * over which), or over none since its conditions are known not to hold.
 */
export type Reach = 'whole' | 'part' | 'none';

/** The principal whose requests are meant; its context is asked for only where a statement has conditions. */
export interface Requester {
  readonly context: RequestContext;
}

/**
 * Says how far a statement reaches. A Deny whose actions are written in a form that IAM refuses reaches `part` at most:
 * nobody can say what it takes away.
 */
export function reachOf(statement: Statement, version: PolicyDocument['version'], requester: Requester): Reach {
  const { condition, effect } = statement;
  const truth = condition === undefined || evaluateCondition(condition, { version, context: requester.context }).truth;
  if (truth === false) return 'none';
  if (effect === 'Deny' && isIrregular(statement)) return 'part';
  return truth === true && coversEveryResource(statement) ? 'whole' : 'part';
}

function isIrregular(statement: Statement): boolean {
  const patterns = statement.action ?? statement.notAction ?? [];
  return patterns.some((pattern) => actionPatternProblem(pattern) !== undefined);
}

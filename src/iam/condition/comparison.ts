import type { VariableScope } from '../policy-variables.ts';
import type { Truth } from '../truth.ts';

/**
 * Whether one value of a policy and one of a request agree by an operator's positive form. `unresolvable`: the policy's value
 * holds a variable without a value.
 */
export type Comparison = (policyValue: string, requestValue: string, scope: VariableScope) => Truth | 'unresolvable';

/** The same for a request value of which only the shape is known (`*` for what is not). */
export type ShapeComparison = (policyValue: string, shape: string, scope: VariableScope) => Truth | 'unresolvable';

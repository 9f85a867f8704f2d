import type { ConditionBlock } from '../policy.ts';
import type { VariableScope } from '../policy-variables.ts';
import { knowledgeOf } from '../request-context.ts';
import { allOf, anyOf, not, type Truth } from '../truth.ts';
import { type Operator, parseOperator } from './operator.ts';

/** Whether a condition block holds; where that is unknown, what would have to be known. */
export interface ConditionResult {
  readonly truth: Truth;
  /** Sentences, empty unless `truth` is unknown: `aws:SourceVpc is not known (StringEquals)`. */
  readonly unknown: readonly string[];
}

/**
 * Evaluates a condition block: operators and keys are AND-ed, the values of a key OR-ed, those of a negated operator
 * NOR-ed. From "Conditions with multiple context keys or values". A key of which nothing is known makes the result unknown,
 * unless another one already makes it false.
 */
export function evaluateCondition(block: ConditionBlock | undefined, scope: VariableScope): ConditionResult {
  const truths: Truth[] = [];
  const unknown: string[] = [];
  for (const [operatorText, keys] of Object.entries(block ?? {})) {
    const operator = parseOperator(operatorText);
    for (const [key, values] of Object.entries(keys)) {
      const truth = operator === undefined ? 'unknown' : evaluateKey(operator, key, values, scope);
      truths.push(truth);
      if (truth === 'unknown') {
        unknown.push(
          operator === undefined
            ? `the condition operator ${operatorText} is not known`
            : `${key} is not known (${operatorText})`,
        );
      }
    }
  }
  const truth = allOf(truths);
  return { truth, unknown: truth === 'unknown' ? unknown : [] };
}

function evaluateKey(operator: Operator, key: string, policyValues: readonly string[], scope: VariableScope): Truth {
  const known = knowledgeOf(scope.context, key);
  if (known.kind === 'unknown') return 'unknown';
  const { quantifier, ifExists, test } = operator;
  if (test.kind === 'null') {
    const isNull = String(known.kind === 'absent');
    return policyValues.some((value) => value.toLowerCase() === isNull);
  }
  // For the set operators, a value that is an empty string is no value.
  const values =
    known.kind === 'absent'
      ? []
      : quantifier === undefined
        ? known.values
        : known.values.filter((value) => value !== '');
  if (values.length === 0) {
    if (ifExists && known.kind === 'absent') return true;
    return quantifier === undefined ? test.negated : quantifier === 'ForAllValues';
  }
  const matches = (value: string): Truth =>
    anyOf(
      policyValues.map((policyValue) => {
        const truth = test.compare(policyValue, value, scope);
        // A variable without a value fits nothing; what that means under a negated operator is not documented.
        return truth === 'unresolvable' ? (test.negated ? 'unknown' : false) : truth;
      }),
    );
  const truths = values.map(matches);
  if (quantifier === undefined) return test.negated ? not(anyOf(truths)) : anyOf(truths);
  const held = test.negated ? truths.map(not) : truths;
  return quantifier === 'ForAllValues' ? allOf(held) : anyOf(held);
}

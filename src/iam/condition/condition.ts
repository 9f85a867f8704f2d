import type { ConditionBlock } from '../policy.ts';
import type { VariableScope } from '../policy-variables.ts';
import { knowledgeOf } from '../request-context.ts';
import { allOf, anyOf, not, type Truth } from '../truth.ts';
import { type Operator, parseOperator, type Quantifier } from './operator.ts';

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
            : describeUnknown(key, operatorText, scope),
        );
      }
    }
  }
  const truth = allOf(truths);
  return { truth, unknown: truth === 'unknown' ? unknown : [] };
}

function describeUnknown(key: string, operator: string, { context }: VariableScope): string {
  switch (knowledgeOf(context, key).kind) {
    case 'unknown':
      return `${key} is not known (${operator})`;
    case 'shape':
      return `${key} is known only in part (${operator})`;
    default:
      return `what ${key} is compared with is not known (${operator})`;
  }
}

function evaluateKey(operator: Operator, key: string, policyValues: readonly string[], scope: VariableScope): Truth {
  const { quantifier, ifExists, test } = operator;
  // The same whatever the request has ("IAM Access Analyzer policy check reference": null with qualifier).
  if (test.kind === 'null' && quantifier !== undefined) return quantifier === 'ForAllValues';
  const known = knowledgeOf(scope.context, key);
  if (known.kind === 'unknown') return 'unknown';
  if (test.kind === 'null') {
    const isNull = String(known.kind === 'absent');
    return policyValues.some((value) => value.toLowerCase() === isNull);
  }
  /** Whether a value of the request passes, by how it compares with each value of the policy. */
  const passes = (compare: (policyValue: string) => Truth | 'unresolvable'): Truth => {
    const matched = anyOf(
      policyValues.map((policyValue) => {
        const truth = compare(policyValue);
        // A variable without a value fits nothing; what that means under a negated operator is not documented.
        return truth === 'unresolvable' ? (test.negated ? 'unknown' : false) : truth;
      }),
    );
    return test.negated ? not(matched) : matched;
  };
  switch (known.kind) {
    case 'absent':
      return ifExists || resultWithoutValues(quantifier, test.negated);
    case 'shape': {
      const { compareShape } = test;
      return compareShape === undefined
        ? 'unknown'
        : passes((policyValue) => compareShape(policyValue, known.shape, scope));
    }
    case 'values': {
      // For the set operators, a value that is an empty string is no value.
      const values = quantifier === undefined ? known.values : known.values.filter((value) => value !== '');
      const results = values.map((value) => passes((policyValue) => test.compare(policyValue, value, scope)));
      // Without a quantifier one value is expected; of several, any may match and none may be one that is refused.
      const forAny = quantifier === undefined ? !test.negated : quantifier === 'ForAnyValue';
      return forAny ? anyOf(results) : allOf(results);
    }
  }
}

function resultWithoutValues(quantifier: Quantifier | undefined, negated: boolean): boolean {
  return quantifier === undefined ? negated : quantifier === 'ForAllValues';
}

import { arnLike } from './arns.ts';
import type { Comparison } from './comparison.ts';
import { date } from './dates.ts';
import { ipAddress } from './ip-address.ts';
import { numeric } from './numbers.ts';
import { stringEquals, stringEqualsIgnoreCase, stringLike } from './strings.ts';

/** How an operator treats several values of the request. */
export type Quantifier = 'ForAllValues' | 'ForAnyValue';

/** A condition operator as it stands in a policy, read: `ForAllValues:StringNotLikeIfExists`. */
export interface Operator {
  readonly quantifier?: Quantifier;
  readonly ifExists: boolean;
  readonly test:
    | { readonly kind: 'null' }
    | { readonly kind: 'compare'; readonly compare: Comparison; readonly negated: boolean };
}

const bool: Comparison = (policyValue, requestValue) => {
  const policy = policyValue.toLowerCase();
  return (policy === 'true' || policy === 'false') && policy === requestValue.toLowerCase();
};

/** Base64 padding carries no data. */
const binaryEquals: Comparison = (policyValue, requestValue) =>
  policyValue.replace(/=+$/, '') === requestValue.replace(/=+$/, '');

const numericEquals = numeric((request, policy) => request === policy);
const dateEquals = date((request, policy) => request === policy);

// "IAM JSON policy elements: Condition operators"
const COMPARISONS: ReadonlyMap<string, readonly [compare: Comparison, negated: boolean]> = new Map([
  ['stringequals', [stringEquals, false]],
  ['stringnotequals', [stringEquals, true]],
  ['stringequalsignorecase', [stringEqualsIgnoreCase, false]],
  ['stringnotequalsignorecase', [stringEqualsIgnoreCase, true]],
  ['stringlike', [stringLike, false]],
  ['stringnotlike', [stringLike, true]],
  ['numericequals', [numericEquals, false]],
  ['numericnotequals', [numericEquals, true]],
  ['numericlessthan', [numeric((request, policy) => request < policy), false]],
  ['numericlessthanequals', [numeric((request, policy) => request <= policy), false]],
  ['numericgreaterthan', [numeric((request, policy) => request > policy), false]],
  ['numericgreaterthanequals', [numeric((request, policy) => request >= policy), false]],
  ['dateequals', [dateEquals, false]],
  ['datenotequals', [dateEquals, true]],
  ['datelessthan', [date((request, policy) => request < policy), false]],
  ['datelessthanequals', [date((request, policy) => request <= policy), false]],
  ['dategreaterthan', [date((request, policy) => request > policy), false]],
  ['dategreaterthanequals', [date((request, policy) => request >= policy), false]],
  ['bool', [bool, false]],
  ['binaryequals', [binaryEquals, false]],
  ['ipaddress', [ipAddress, false]],
  ['notipaddress', [ipAddress, true]],
  ['arnequals', [arnLike, false]],
  ['arnlike', [arnLike, false]],
  ['arnnotequals', [arnLike, true]],
  ['arnnotlike', [arnLike, true]],
]);

const OPERATOR = /^(?:(forallvalues|foranyvalue):)?([a-z]+?)(ifexists)?$/;

/** Reads an operator, in any case of letters; undefined for one that is not known here. */
export function parseOperator(text: string): Operator | undefined {
  const match = OPERATOR.exec(text.toLowerCase());
  if (match === null) return undefined;
  const [, quantifierText, name = '', suffix] = match;
  const ifExists = suffix !== undefined;
  if (name === 'null') {
    // Neither form exists: Null is itself the question whether the key exists.
    return ifExists || quantifierText !== undefined ? undefined : { ifExists, test: { kind: 'null' } };
  }
  const comparison = COMPARISONS.get(name);
  if (comparison === undefined) return undefined;
  const [compare, negated] = comparison;
  const test = { kind: 'compare', compare, negated } as const;
  if (quantifierText === undefined) return { ifExists, test };
  return { quantifier: quantifierText === 'forallvalues' ? 'ForAllValues' : 'ForAnyValue', ifExists, test };
}

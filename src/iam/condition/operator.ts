import { arnLike, arnLikeShape } from './arns.ts';
import type { Comparison, ShapeComparison } from './comparison.ts';
import { date } from './dates.ts';
import { ipAddress } from './ip-address.ts';
import { numeric } from './numbers.ts';
import { stringEquals, stringEqualsIgnoreCase, stringEqualsShape, stringLike, stringLikeShape } from './strings.ts';

/** How an operator treats several values of the request. */
export type Quantifier = 'ForAllValues' | 'ForAnyValue';

/** What an operator compares by. Without `compareShape`, a value that is known in part decides nothing. */
export interface Comparator {
  readonly compare: Comparison;
  readonly compareShape?: ShapeComparison;
}

/** A condition operator as it stands in a policy, read: `ForAllValues:StringNotLikeIfExists`. */
export interface Operator {
  readonly quantifier?: Quantifier;
  readonly ifExists: boolean;
  readonly test: { readonly kind: 'null' } | ({ readonly kind: 'compare'; readonly negated: boolean } & Comparator);
}

const bool: Comparison = (policyValue, requestValue) => {
  const policy = policyValue.toLowerCase();
  return (policy === 'true' || policy === 'false') && policy === requestValue.toLowerCase();
};

/** Base64 padding carries no data. */
const binaryEquals: Comparison = (policyValue, requestValue) =>
  policyValue.replace(/=+$/, '') === requestValue.replace(/=+$/, '');

const equals: Comparator = { compare: stringEquals, compareShape: stringEqualsShape };
const equalsIgnoreCase: Comparator = { compare: stringEqualsIgnoreCase };
const like: Comparator = { compare: stringLike, compareShape: stringLikeShape };
const arn: Comparator = { compare: arnLike, compareShape: arnLikeShape };
const numericEquals: Comparator = { compare: numeric((request, policy) => request === policy) };
const dateEquals: Comparator = { compare: date((request, policy) => request === policy) };

// "IAM JSON policy elements: Condition operators"
const COMPARATORS: ReadonlyMap<string, readonly [comparator: Comparator, negated: boolean]> = new Map([
  ['stringequals', [equals, false]],
  ['stringnotequals', [equals, true]],
  ['stringequalsignorecase', [equalsIgnoreCase, false]],
  ['stringnotequalsignorecase', [equalsIgnoreCase, true]],
  ['stringlike', [like, false]],
  ['stringnotlike', [like, true]],
  ['numericequals', [numericEquals, false]],
  ['numericnotequals', [numericEquals, true]],
  ['numericlessthan', [{ compare: numeric((request, policy) => request < policy) }, false]],
  ['numericlessthanequals', [{ compare: numeric((request, policy) => request <= policy) }, false]],
  ['numericgreaterthan', [{ compare: numeric((request, policy) => request > policy) }, false]],
  ['numericgreaterthanequals', [{ compare: numeric((request, policy) => request >= policy) }, false]],
  ['dateequals', [dateEquals, false]],
  ['datenotequals', [dateEquals, true]],
  ['datelessthan', [{ compare: date((request, policy) => request < policy) }, false]],
  ['datelessthanequals', [{ compare: date((request, policy) => request <= policy) }, false]],
  ['dategreaterthan', [{ compare: date((request, policy) => request > policy) }, false]],
  ['dategreaterthanequals', [{ compare: date((request, policy) => request >= policy) }, false]],
  ['bool', [{ compare: bool }, false]],
  ['binaryequals', [{ compare: binaryEquals }, false]],
  ['ipaddress', [{ compare: ipAddress }, false]],
  ['notipaddress', [{ compare: ipAddress }, true]],
  ['arnequals', [arn, false]],
  ['arnlike', [arn, false]],
  ['arnnotequals', [arn, true]],
  ['arnnotlike', [arn, true]],
]);

const OPERATOR = /^(?:(forallvalues|foranyvalue):)?([a-z]+?)(ifexists)?$/;

/** Reads an operator, in any case of letters; undefined for one that is not known here. */
export function parseOperator(text: string): Operator | undefined {
  const match = OPERATOR.exec(text.toLowerCase());
  if (match === null) return undefined;
  const [, quantifierText, name = '', suffix] = match;
  const ifExists = suffix !== undefined;
  if (name === 'null') {
    // NullIfExists does not exist: Null is itself the question whether the key exists.
    return ifExists ? undefined : { ...quantifierOf(quantifierText), ifExists, test: { kind: 'null' } };
  }
  const found = COMPARATORS.get(name);
  if (found === undefined) return undefined;
  const [comparator, negated] = found;
  const test = { kind: 'compare', negated, ...comparator } as const;
  return { ...quantifierOf(quantifierText), ifExists, test };
}

function quantifierOf(text: string | undefined): Pick<Operator, 'quantifier'> {
  if (text === undefined) return {};
  return { quantifier: text === 'forallvalues' ? 'ForAllValues' : 'ForAnyValue' };
}

import { evaluateCondition } from './condition/condition.ts';
import type { Statement } from './policy.ts';
import type { VariableScope } from './policy-variables.ts';
import { allOf, type Truth } from './truth.ts';

/** What whoever calls AssumeRole says of the session, or chooses by where and how the call is made; in lower case. */
const CHOSEN_BY_CALLERS =
  /^(aws:(requestedregion|useragent|referer|requesttag\/.*|tagkeys)|sts:(rolesessionname|sourceidentity|transitivetagkeys|durationseconds))$/;

/** What whoever has an account of his own sets up there as a trust policy likes to have it. */
const CHOSEN_BY_STRANGERS =
  /^aws:(principalarn|principaltag\/.*|principaltype|username|multifactorauthpresent|multifactorauthage|tokenissuetime)$/;

/** One condition of a block: an operator and a key with its values. */
export interface ConditionEntry {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** The conditions of a block, one by one. */
export function conditionEntries(condition: Statement['condition']): readonly ConditionEntry[] {
  return Object.entries(condition ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => ({ operator, key, values })),
  );
}

/**
 * Whether the conditions of a trust policy's statement hold for callers that do what they can to get in: what a caller chooses
 * keeps nobody out, nor does a condition that every value fits (`*`, `0.0.0.0/0`). A Deny that can be avoided so does not hold.
 *
 * @param stranger whether the caller may be of any account, which is set up to fit
 */
export function holdsForCaller(
  statement: Pick<Statement, 'effect'>,
  entries: readonly ConditionEntry[],
  scope: VariableScope,
  stranger: boolean,
): Truth {
  return allOf(
    entries.map((entry) => {
      const { operator, key, values } = entry;
      const { truth } = evaluateCondition({ [operator]: { [key]: values } }, scope);
      if (truth !== 'unknown') return truth;
      if (isChosen(entry, stranger)) return statement.effect === 'Allow';
      return statement.effect === 'Allow' && fitsAnything(entry) ? true : truth;
    }),
  );
}

function isChosen({ key, values }: ConditionEntry, stranger: boolean): boolean {
  const lower = key.toLowerCase();
  // A variable ties what is chosen to who chooses.
  if (values.some((value) => value.includes('${'))) return false;
  return CHOSEN_BY_CALLERS.test(lower) || (stranger && CHOSEN_BY_STRANGERS.test(lower));
}

function fitsAnything({ operator, values }: ConditionEntry): boolean {
  const name = operator.toLowerCase().replace(/^(forallvalues|foranyvalue):|ifexists$/g, '');
  switch (name) {
    case 'stringlike':
    case 'arnlike':
    case 'arnequals':
      return values.some((value) => /^(\*+|arn(:\*+)+|arn:aws[^:*]*(:\*+)+)$/.test(value));
    case 'ipaddress':
      return values.some((value) => value.endsWith('/0'));
    case 'null':
      return values.every((value) => value.toLowerCase() === 'false');
    default:
      return false;
  }
}

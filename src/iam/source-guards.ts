import type { ConditionBlock } from './policy.ts';

/** Which facts of the calling service's source a statement's conditions hold fast. */
export interface SourceGuards {
  /** `aws:SourceAccount`, or a source ARN or organization that implies the account. */
  readonly account: boolean;
  /** `aws:SourceArn` with its account spelled out. */
  readonly arn: boolean;
}

const POSITIVE =
  /^(forallvalues:|foranyvalue:)?(stringequals|stringequalsignorecase|stringlike|arnequals|arnlike)(ifexists)?$/;
const NEGATED =
  /^(forallvalues:|foranyvalue:)?(stringnotequals|stringnotequalsignorecase|stringnotlike|arnnotequals|arnnotlike)(ifexists)?$/;
// An account in digits, or by a policy variable, which has a colon of its own.
const NAMES_ACCOUNT = /^(?:[^:]*:){4}(?:\d{12}(?::|$)|\$\{aws:)/i;
const SOURCE_ORGANIZATION = new Set(['aws:sourceorgid', 'aws:sourceorgpaths']);

/**
 * Which guards a statement's conditions set up: those that an Allow asks to be so, or that a Deny refuses when they are
 * not so. In a Deny, conditions are AND-ed: another one beside the guard would let requests around it, so it must stand alone.
 */
export function guardsOf(condition: ConditionBlock | undefined, effect: 'Allow' | 'Deny'): SourceGuards {
  const operators = effect === 'Allow' ? POSITIVE : NEGATED;
  const entries = Object.entries(condition ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => ({ operator: operator.toLowerCase(), key: key.toLowerCase(), values })),
  );
  if (effect === 'Deny' && entries.filter((entry) => !isServiceCheck(entry)).length !== 1) {
    return { account: false, arn: false };
  }
  const held = entries.filter(({ operator, values }) => operators.test(operator) && values.length > 0);
  const arn = held.some(({ key, values }) => key === 'aws:sourcearn' && values.every((arn) => NAMES_ACCOUNT.test(arn)));
  const account = held.some(
    ({ key, values }) =>
      (key === 'aws:sourceaccount' || SOURCE_ORGANIZATION.has(key)) && values.every((value) => !/^[*?]*$/.test(value)),
  );
  return { account: account || arn, arn };
}

/** Says that a service makes the call; common beside the guard of a Deny, and true of every call of ECS. */
function isServiceCheck({ key, values }: { readonly key: string; readonly values: readonly string[] }): boolean {
  return key === 'aws:principalisawsservice' && values.every((value) => value.toLowerCase() === 'true');
}

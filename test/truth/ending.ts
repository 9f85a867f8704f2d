import { type Check, isAllowed, type TruthPolicies, type TruthStatement } from './evaluator.ts';
import type { TruthPolicy } from './role-policies.ts';
import type { TruthRole } from './truth-account.ts';

/** How a call ended. */
export interface Ending {
  /** Checks that were passed, in order. */
  readonly passed: readonly Check[];
  /** The check that was refused. */
  readonly refused?: Check;
}

/** The policies of a role that were in force at a time. */
export function policiesAt({ policies, boundary }: TruthRole, at: number): TruthPolicies {
  const inForce = policies.filter(({ since = 0 }: TruthPolicy) => since <= at);
  const identity: readonly TruthStatement[] = inForce.flatMap(({ statements }) => statements);
  return { identity, ...(boundary && { boundary }) };
}

/** Asks for every check of a call in order, up to the first that is refused. */
export function endingOf(checks: readonly Check[], policies: TruthPolicies, region: string): Ending {
  const place = checks.findIndex((check) => !isAllowed(policies, check, region));
  const refused = checks[place];
  return refused === undefined ? { passed: checks } : { passed: checks.slice(0, place), refused };
}

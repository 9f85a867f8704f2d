import type { Incomplete, IncompleteReason } from '../../base/incomplete.ts';
import { type AwsCall, awsErrorName, toIncomplete } from '../client/aws-error.ts';

/** `Incomplete` of an error; a switched-off Security Hub is said in words of its own. */
export function securityHubIncomplete(what: string, error: unknown, call: AwsCall): Incomplete {
  if (!isSwitchedOff(error)) return toIncomplete(what, error, call);
  return {
    what,
    why: `Security Hub CSPM is not enabled in ${call.region}; enable it there, or run without publishing`,
  };
}

/** True for what Security Hub answers where it is not enabled. */
export function isSwitchedOff(error: unknown): boolean {
  return awsErrorName(error) === 'InvalidAccessException';
}

/** Why a call that writes findings was refused. */
export function whyNotSent(error: unknown, action: string, { region }: { readonly region: string }): IncompleteReason {
  const { what: _, ...why } = securityHubIncomplete('', error, { action, region });
  return why;
}

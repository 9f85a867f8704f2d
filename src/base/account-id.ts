import { ok, problem, type Result } from './result.ts';

/**
 * The number of an AWS account: `123456789012`.
 *
 *     account-id = 12 digits, leading zeros included
 */
export type AccountId = `${number}`;

/** Reads the number of an account, whether or not there is such an account. */
export function parseAccountId(text: string): Result<AccountId> {
  return isAccountId(text)
    ? ok(text)
    : problem(`Cannot parse account "${text}": expected 12 digits such as 123456789012`);
}

/** Whether a value is the number of an account. */
export function isAccountId(value: unknown): value is AccountId {
  return typeof value === 'string' && /^\d{12}$/.test(value);
}

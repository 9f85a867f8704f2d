import { isAccountId } from '../base/account-id.ts';
import { isRecord } from '../base/is-record.ts';
import type { AccountOutcome } from './account-outcome.ts';

/** A step of the state machine. */
export type OrganizationEvent =
  | { readonly step: 'listAccounts' | 'summarize'; readonly run: string }
  | {
      readonly step: 'recordFailure';
      readonly run: string;
      readonly account: AccountOutcome['account'];
      readonly why: string;
    };

const STEPS = ['listAccounts', 'summarize', 'recordFailure'] as const;
const EXPECTED =
  'expected {"step":"listAccounts","run":"NAME"}, the same with "summarize", or {"step":"recordFailure","run":"NAME","account":{"id":"123456789012"},"error":{"Error":"…","Cause":"…"}}';

/**
 * Reads an event of the state machine.
 *
 * @throws {Error} when it has another form
 */
export function parseOrganizationEvent(event: unknown): OrganizationEvent {
  if (!isRecord(event)) throw new Error(`Cannot read the event: ${EXPECTED}`);
  const { run, account, error } = event;
  const step = STEPS.find((known) => known === event['step']);
  if (step === undefined || typeof run !== 'string' || !/^[\w.:-]{1,100}$/.test(run)) {
    throw new Error(`Cannot read the event: ${EXPECTED}`);
  }
  if (step !== 'recordFailure') return { step, run };
  if (!isRecord(account) || !isAccountId(account['id'])) throw new Error(`Cannot read the event: ${EXPECTED}`);
  const { id, name, ou } = account;
  return {
    step,
    run,
    account: { id, ...(typeof name === 'string' && { name }), ...(typeof ou === 'string' && { ou }) },
    why: `its audit failed: ${causeOf(error)}`,
  };
}

/** Step Functions, "Error handling": `Cause` of a Lambda function's error is JSON with `errorType` and `errorMessage`. */
function causeOf(error: unknown): string {
  const { Error: name, Cause: cause } = isRecord(error) ? error : {};
  if (typeof cause !== 'string') return typeof name === 'string' ? name : 'for a reason that is not known';
  try {
    const parsed: unknown = JSON.parse(cause);
    if (isRecord(parsed) && typeof parsed['errorMessage'] === 'string') return parsed['errorMessage'];
  } catch {
    // Not a Lambda function's own error.
  }
  return typeof name === 'string' ? `${name}: ${cause}` : cause;
}

import type { EpochMs } from '../../base/time.ts';
import { noticeMessage } from './notice-message.ts';
import type { NotifierMessage } from './notifier-message.ts';

/** An audit that ended with an error. */
export interface Failure {
  readonly at: EpochMs;
  /** The account that the run was of, where that is known. */
  readonly account?: string;
  /** The error's message; credentials in it are not shown. */
  readonly why: string;
  /** Where there is more to read: `Log group` → `/aws/lambda/ecs-role-auditor`. */
  readonly where: Readonly<Record<string, string>>;
}

/** The message about an audit that ended with an error: what failed, and where to look. No secrets. */
export function failureMessage(failure: Failure): NotifierMessage {
  return noticeMessage({
    ...failure,
    kind: 'failure',
    headline: `The audit of ECS roles${failure.account === undefined ? '' : ` in account ${failure.account}`} failed`,
    consequence: 'This run opened and resolved nothing; findings stay as they were.',
  });
}

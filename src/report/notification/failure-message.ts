import type { EpochMs } from '../../base/time.ts';
import { noticeMessage } from './notice-message.ts';
import type { NotifierMessage } from './notifier-message.ts';

/** An audit that ended with an error. */
export interface Failure {
  readonly at: EpochMs;
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
    headline: 'The audit of ECS roles failed',
    consequence: 'This run opened and resolved nothing; findings stay as they were.',
  });
}

import { openSession, type SessionOptions } from '../aws/client/session.ts';
import { attempt, messageOf } from '../base/attempt.ts';
import type { Incomplete } from '../base/incomplete.ts';
import { type NotificationSettings, usableNotificationSettings } from '../config/notification-settings.ts';
import { settingsIn } from '../config/settings.ts';
import type { Deadline } from '../ports.ts';
import { failureMessage } from '../report/notification/failure-message.ts';
import { notifiersOf } from './notifiers.ts';

/** Settings under which nothing is sent to anybody. */
export const NO_NOTIFICATIONS: NotificationSettings = { quiet: { on: [], timeZone: 'UTC' } };

const LONGEST_BUDGET_MS = 60_000;

/** A run that ended with an error, and what is left of it. */
export interface FailedRun {
  readonly error: unknown;
  readonly at: number;
  /** Where there is more to read, by what it is: `Log group`. */
  readonly where: Readonly<Record<string, string>>;
  /** Milliseconds in which all notifiers must be done; at most 60,000 are used. */
  readonly budget: number;
  /** Where AWS is and who asks, where that is not what the standard AWS configuration says. */
  readonly aws?: Pick<SessionOptions, 'region' | 'credentials' | 'endpoint'>;
}

/**
 * Notifies everybody configured that an audit failed: what failed, and where to look. Never throws; returns what could not
 * be delivered. Without AWS credentials neither Slack's secret nor SNS can be reached: that case is left to the alarm on the
 * function's errors.
 */
export async function notifyFailure(
  notifications: NotificationSettings,
  run: FailedRun,
): Promise<readonly Incomplete[]> {
  if (notifications.slack === undefined && notifications.sns === undefined) return [];
  const sent = await attempt('Message that the audit failed', async () => {
    const deadline = deadlineIn(Math.max(1, Math.min(run.budget, LONGEST_BUDGET_MS)));
    const session = await openSession({ ...run.aws, signal: deadline.signal, maxAttempts: 3, requestTimeout: 5_000 });
    try {
      const message = failureMessage({ at: run.at, why: messageOf(run.error), where: run.where });
      const notifiers = notifiersOf(notifications, session, deadline);
      const deliveries = await Promise.all(notifiers.map((notifier) => notifier.notify(message)));
      return deliveries.flatMap(({ incomplete }) => incomplete);
    } finally {
      session.close();
    }
  });
  return 'value' in sent ? sent.value : [sent.incomplete];
}

/** A deadline in so many milliseconds. */
function deadlineIn(ms: number): Deadline {
  const end = performance.now() + ms;
  return { signal: AbortSignal.timeout(ms), timeLeft: () => Math.max(0, end - performance.now()) };
}

/** The notification settings in the environment variables, valid or not as a whole: a bad configuration is reported too. */
export function notificationSettingsIn(
  environment: Readonly<Record<string, string | undefined>>,
): NotificationSettings {
  const { given } = settingsIn(environment);
  return given.notify === 'false' ? NO_NOTIFICATIONS : usableNotificationSettings(given);
}

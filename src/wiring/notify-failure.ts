import type { Incomplete } from '../base/incomplete.ts';
import { type NotificationSettings, usableNotificationSettings } from '../config/notification-settings.ts';
import { settingsIn } from '../config/settings.ts';
import { failureMessage } from '../report/notification/failure-message.ts';
import { type NotifyBudget, notifyAll } from './notify-all.ts';

/** Settings under which nothing is sent to anybody. */
export const NO_NOTIFICATIONS: NotificationSettings = { quiet: { on: [], timeZone: 'UTC' } };

/** A run that ended with an error, and what is left of it. */
export interface FailedRun extends NotifyBudget {
  readonly error: unknown;
  readonly at: number;
  /** The account that the run was of, where that is known. */
  readonly account?: string;
  /** Where there is more to read, by what it is: `Log group`. */
  readonly where: Readonly<Record<string, string>>;
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
  const message = failureMessage({ ...run, why: textOf(run.error) });
  const deliveries = await notifyAll(notifications, message, { ...run, what: 'Message that the audit failed' });
  return deliveries.flatMap(({ incomplete }) => incomplete);
}

/** With its lines, which tell problems apart. */
function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The notification settings in the environment variables, valid or not as a whole: a bad configuration is reported too. */
export function notificationSettingsIn(
  environment: Readonly<Record<string, string | undefined>>,
): NotificationSettings {
  const { given } = settingsIn(environment);
  return given.notify === 'false' ? NO_NOTIFICATIONS : usableNotificationSettings(given);
}

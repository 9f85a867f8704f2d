import type { NotificationSettings } from '../config/notification-settings.ts';
import { notifyFailure } from './notify-failure.ts';

/** Milliseconds left over after the notification of a failure, so that Lambda still receives the error. */
export const FAILURE_RESERVE_MS = 6_000;

/** What Lambda says of an invocation. */
interface Invocation {
  readonly awsRequestId: string;
  readonly functionName: string;
  readonly logGroupName: string;
  readonly logStreamName: string;
  getRemainingTimeInMillis(): number;
}

interface FailureLogger {
  warn(message: string, details: Readonly<Record<string, unknown>>): void;
}

/** Id of the request whose failure was last notified. Lambda retries under the same id, as a rule in the same process. */
let lastNotified: string | undefined;

/** Notifies everybody configured that an invocation failed, once however often Lambda tries it. */
export async function notifyFailureOnce(
  notifications: NotificationSettings,
  error: unknown,
  lambda: Invocation,
  logger: FailureLogger,
): Promise<void> {
  const { awsRequestId, functionName, logGroupName, logStreamName } = lambda;
  if (lastNotified === awsRequestId) return;
  lastNotified = awsRequestId;
  const where = {
    Function: functionName,
    'Request id': awsRequestId,
    'Log group': logGroupName,
    'Log stream': logStreamName,
  };
  const budget = lambda.getRemainingTimeInMillis() - FAILURE_RESERVE_MS;
  const incomplete = await notifyFailure(notifications, { error, at: Date.now(), where, budget });
  for (const one of incomplete) logger.warn('The failure could not be reported', { ...one });
}

import { isAccountId } from '../base/account-id.ts';
import type { NotificationSettings } from '../config/notification-settings.ts';
import { notifyFailure } from './notify-failure.ts';

/** Milliseconds left over after the notification of a failure, so that Lambda still receives the error. */
export const FAILURE_RESERVE_MS = 6_000;

/** What Lambda says of an invocation. */
interface Invocation {
  readonly awsRequestId: string;
  readonly invokedFunctionArn: string;
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
  const { awsRequestId, invokedFunctionArn, logGroupName, logStreamName } = lambda;
  if (lastNotified === awsRequestId) return;
  lastNotified = awsRequestId;
  const where = {
    Function: invokedFunctionArn,
    'Request id': awsRequestId,
    'Log group': logGroupName,
    'Log stream': logStreamName,
  };
  const budget = lambda.getRemainingTimeInMillis() - FAILURE_RESERVE_MS;
  const account = invokedFunctionArn.split(':')[4];
  const run = { error, at: Date.now(), where, budget, ...(isAccountId(account) && { account }) };
  const incomplete = await notifyFailure(notifications, run);
  for (const one of incomplete) logger.warn('The failure could not be reported', { ...one });
}

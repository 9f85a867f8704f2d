import { openSession, type SessionOptions } from '../aws/client/session.ts';
import { attempt } from '../base/attempt.ts';
import type { NotificationSettings } from '../config/notification-settings.ts';
import type { Deadline, Delivery } from '../ports.ts';
import type { NotifierMessage } from '../report/notification/notifier-message.ts';
import { notifiersOf } from './notifiers.ts';

/** What is left of an invocation for a message that is no audit's. */
export interface NotifyBudget {
  /** Milliseconds in which all notifiers must be done; at most 60,000 are used. */
  readonly budget: number;
  /** Where AWS is and who asks, where that is not what the standard AWS configuration says. */
  readonly aws?: Pick<SessionOptions, 'region' | 'credentials' | 'endpoint'>;
}

const LONGEST_BUDGET_MS = 60_000;

/** Sends a message to everybody configured, with clients of its own. Never throws; what came of it, for each notifier. */
export async function notifyAll(
  notifications: NotificationSettings,
  message: NotifierMessage,
  { what, budget, aws }: NotifyBudget & { readonly what: string },
): Promise<readonly Delivery[]> {
  if (notifications.slack === undefined && notifications.sns === undefined) return [];
  const sent = await attempt(what, async () => {
    const deadline = deadlineIn(Math.max(1, Math.min(budget, LONGEST_BUDGET_MS)));
    const session = await openSession({ ...aws, signal: deadline.signal, maxAttempts: 3, requestTimeout: 5_000 });
    try {
      return await Promise.all(
        notifiersOf(notifications, session, deadline).map((notifier) => notifier.notify(message)),
      );
    } finally {
      session.close();
    }
  });
  return 'value' in sent ? sent.value : [{ outcome: 'refused', incomplete: [sent.incomplete] }];
}

/** Whether anybody may have a message; true where nobody was to. */
export function isTold(deliveries: readonly Delivery[]): boolean {
  return deliveries.length === 0 || deliveries.some(({ outcome }) => outcome !== 'refused');
}

/** A deadline in so many milliseconds. */
function deadlineIn(ms: number): Deadline {
  const end = performance.now() + ms;
  return { signal: AbortSignal.timeout(ms), timeLeft: () => Math.max(0, end - performance.now()) };
}

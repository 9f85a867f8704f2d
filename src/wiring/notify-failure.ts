import { openSession, type SessionOptions } from '../aws/client/session.ts';
import { attempt, messageOf } from '../base/attempt.ts';
import type { Incomplete } from '../base/incomplete.ts';
import { type Telling, tellingAmong } from '../config/notification-settings.ts';
import { settingsIn } from '../config/settings.ts';
import { failureMessage } from '../report/notification/failure-message.ts';
import { notifiersOf } from './notifiers.ts';

/** Nobody is told of anything. */
export const NOBODY: Telling = { quiet: { on: [], timeZone: 'UTC' } };

/** A run that ended with an error, and what is left of it. */
export interface FailedRun {
  readonly error: unknown;
  readonly at: number;
  /** Where there is more to read, by what it is: `Log group`. */
  readonly where: Readonly<Record<string, string>>;
  /** Milliseconds that telling may take. */
  readonly patience: number;
  /** Where AWS is and who asks, where that is not what the standard AWS configuration says. */
  readonly aws?: Pick<SessionOptions, 'region' | 'credentials' | 'endpoint'>;
}

/**
 * Tells people that an audit failed: what failed, and where to look. Never throws; what could not be told is returned.
 * Without credentials there is no way to Slack or to SNS: an alarm on the function's errors has to see to that.
 */
export async function tellFailure(telling: Telling, run: FailedRun): Promise<readonly Incomplete[]> {
  if (telling.slack === undefined && telling.sns === undefined) return [];
  const told = await attempt('Message that the audit failed', async () => {
    const signal = AbortSignal.timeout(Math.max(1, Math.min(run.patience, 20_000)));
    const session = await openSession({ ...run.aws, signal, maxAttempts: 3, requestTimeout: 5_000 });
    try {
      const message = failureMessage({ at: run.at, why: messageOf(run.error), where: run.where });
      const notifiers = notifiersOf(telling, session, signal);
      const losses = await Promise.all(notifiers.map((notifier) => notifier.notify(message)));
      return losses.flat();
    } finally {
      session.close();
    }
  });
  return 'value' in told ? told.value : [told.lost];
}

/** Who the environment says is told, whatever the rest of it says: a configuration that is of no use must be told too. */
export function tellingIn(environment: Readonly<Record<string, string | undefined>>): Telling {
  const { given } = settingsIn(environment);
  return given.notify === 'false' ? NOBODY : tellingAmong(given);
}

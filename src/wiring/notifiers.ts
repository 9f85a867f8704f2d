import type { AwsSession } from '../aws/client/session.ts';
import { readSecret } from '../aws/secrets/read-secret.ts';
import { createSnsNotifier } from '../aws/sns/sns-notifier.ts';
import type { NotificationSettings, SlackLocation } from '../config/notification-settings.ts';
import type { Deadline, Notifier } from '../ports.ts';
import type { RetryBudget } from '../send-with-retry.ts';
import { createSlackChannelNotifier } from '../slack/slack-channel-notifier.ts';
import { parseSlackToken } from '../slack/slack-token.ts';
import { createSlackWebhookNotifier } from '../slack/slack-webhook-notifier.ts';
import { parseWebhookUrl } from '../slack/webhook-url.ts';

/** Milliseconds kept back for noting in the ledger what came of a message. */
const RESERVE_MS = 5_000;
/** Milliseconds after which nobody waits for a notifier any more, however much time the run has. */
const LONGEST_PATIENCE_MS = 300_000;

/**
 * The configured notifiers, by the credentials of the account that the program runs in; none where nothing is configured. They are
 * patient (a service may ask for a pause) for as long as the deadline leaves them.
 */
export function notifiersOf(
  { slack, sns }: NotificationSettings,
  session: AwsSession,
  deadline: Deadline,
): readonly Notifier[] {
  const budget: RetryBudget = {
    signal: deadline.signal,
    timeLeft: () => Math.max(0, Math.min(deadline.timeLeft() - RESERVE_MS, LONGEST_PATIENCE_MS)),
  };
  return [
    ...(slack === undefined ? [] : [slackNotifier(slack, session, budget)]),
    ...(sns === undefined ? [] : [createSnsNotifier(session, sns, budget)]),
  ];
}

function slackNotifier(slack: SlackLocation, session: AwsSession, budget: RetryBudget): Notifier {
  const { secret } = slack;
  return slack.kind === 'webhook'
    ? createSlackWebhookNotifier(() => readSecret(session, secret, parseWebhookUrl), budget)
    : createSlackChannelNotifier(() => readSecret(session, secret, parseSlackToken), slack.channel, budget);
}

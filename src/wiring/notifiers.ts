import type { AwsSession } from '../aws/client/session.ts';
import { readSecret } from '../aws/secrets/read-secret.ts';
import { createSnsNotifier } from '../aws/sns/sns-notifier.ts';
import type { NotificationSettings, SlackLocation } from '../config/notification-settings.ts';
import type { Notifier } from '../ports.ts';
import { createSlackChannelNotifier } from '../slack/slack-channel-notifier.ts';
import { parseSlackToken } from '../slack/slack-token.ts';
import { createSlackWebhookNotifier } from '../slack/slack-webhook-notifier.ts';
import { parseWebhookUrl } from '../slack/webhook-url.ts';

/** The configured notifiers, by the credentials of the account that the program runs in; none where nothing is configured. */
export function notifiersOf(
  { slack, sns }: NotificationSettings,
  session: AwsSession,
  signal: AbortSignal,
): readonly Notifier[] {
  return [
    ...(slack === undefined ? [] : [slackNotifier(slack, session, signal)]),
    ...(sns === undefined ? [] : [createSnsNotifier(session, sns)]),
  ];
}

function slackNotifier(slack: SlackLocation, session: AwsSession, signal: AbortSignal): Notifier {
  const { secret } = slack;
  return slack.kind === 'webhook'
    ? createSlackWebhookNotifier(() => readSecret(session, secret, parseWebhookUrl), { signal })
    : createSlackChannelNotifier(() => readSecret(session, secret, parseSlackToken), slack.channel, { signal });
}

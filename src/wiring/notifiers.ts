import type { AwsSession } from '../aws/client/session.ts';
import { readSlackToken } from '../aws/notify/slack-token.ts';
import { createSnsNotifier } from '../aws/notify/sns-notifier.ts';
import { readWebhookUrl } from '../aws/notify/webhook-secret.ts';
import type { NotificationSettings, SlackLocation } from '../config/notification-settings.ts';
import type { Notifier } from '../ports.ts';
import { createSlackChannelNotifier } from '../slack/slack-channel-notifier.ts';
import { createSlackWebhookNotifier } from '../slack/slack-webhook-notifier.ts';

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
    ? createSlackWebhookNotifier(() => readWebhookUrl(session, secret), { signal })
    : createSlackChannelNotifier(() => readSlackToken(session, secret), slack.channel, { signal });
}

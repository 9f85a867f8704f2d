import type { Command } from 'commander';
import type { SettingName } from '../config/settings.ts';
import { choiceOption, GROUPS } from './help.ts';

/** The options that say where notifications go. */
export interface NotificationOptions {
  readonly publish?: boolean;
  readonly notify?: boolean;
  readonly slackWebhookSecret?: string;
  readonly slackWebhookParameter?: string;
  readonly slackTokenSecret?: string;
  readonly slackTokenParameter?: string;
  readonly slackChannel?: string;
  readonly snsTopic?: string;
  readonly snsFormat?: string;
}

/** Adds the notification options to a command. */
export function withNotificationOptions(command: Command): Command {
  return command
    .optionsGroup(GROUPS.notifications)
    .option('--publish', 'write the findings to Security Hub')
    .option('--notify', 'post the summary to Slack or SNS; where, say the options below')
    .option('--slack-webhook-secret <id>', 'Secrets Manager secret that holds the Slack webhook’s URL')
    .option('--slack-webhook-parameter <name>', 'SSM parameter that holds the Slack webhook’s URL')
    .option('--slack-token-secret <id>', 'Secrets Manager secret that holds the token of a Slack bot')
    .option('--slack-token-parameter <name>', 'SSM parameter that holds the token of a Slack bot')
    .option('--slack-channel <id>', 'the channel that the bot posts to, such as C0123456789')
    .option('--sns-topic <arn>', 'SNS topic that gets the summary')
    .addOption(choiceOption('--sns-format <form>', 'form of the message to SNS (default: text)', ['text', 'amazon-q']));
}

/** The settings that these options stand for. */
export function notificationOptionSettings(
  options: NotificationOptions,
): Readonly<Partial<Record<SettingName, string | undefined>>> {
  const { publish, notify, ...texts } = options;
  return {
    publish: String(publish === true),
    notify: String(notify === true),
    slackWebhookSecret: texts.slackWebhookSecret,
    slackWebhookParameter: texts.slackWebhookParameter,
    slackTokenSecret: texts.slackTokenSecret,
    slackTokenParameter: texts.slackTokenParameter,
    slackChannel: texts.slackChannel,
    snsTopic: texts.snsTopic,
    snsFormat: texts.snsFormat,
  };
}

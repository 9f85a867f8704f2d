import { z } from 'zod';
import { looksSecret } from '../base/looks-secret.ts';
import { QUIET_RUNS, type QuietRun, type QuietRuns } from '../report/notification/quiet-runs.ts';

/** Where a webhook's URL or a token is kept, by name or ARN. Never the text itself. */
export type SecretLocation =
  | { readonly kind: 'secretsmanager'; readonly secretId: string }
  | { readonly kind: 'ssm'; readonly parameterName: string };

/** A topic, and the form in which its subscribers want the message. */
export interface SnsTopic {
  readonly arn: string;
  /** `amazon-q`: the custom notification of Amazon Q Developer in chat applications; `text`: an e-mail. */
  readonly format: 'text' | 'amazon-q';
}

/** How Slack is reached: by an incoming webhook, or by a bot that posts into a channel. */
export type SlackLocation =
  | { readonly kind: 'webhook'; readonly secret: SecretLocation }
  | { readonly kind: 'channel'; readonly secret: SecretLocation; readonly channel: string };

/** Where notifications go, and for which runs they are withheld. */
export interface NotificationSettings {
  readonly slack?: SlackLocation;
  readonly sns?: SnsTopic;
  readonly quiet: QuietRuns;
}

/** How the texts of the notification settings are parsed. */
export const NOTIFICATION_FORMS = {
  slackWebhookSecret: z
    .string()
    .optional()
    .describe('Secrets Manager secret, by name or ARN, that holds the URL of a Slack incoming webhook.'),
  slackWebhookParameter: z.string().optional().describe('Or the SSM SecureString parameter that holds it.'),
  slackTokenSecret: z
    .string()
    .optional()
    .describe('In place of a webhook: the Secrets Manager secret that holds a Slack bot token.'),
  slackTokenParameter: z.string().optional().describe('Or the SSM SecureString parameter that holds it.'),
  slackChannel: z
    .string()
    .regex(/^[CG][A-Z0-9]{6,20}$/, 'expected the id of a channel, such as C0123456789')
    .optional()
    .describe('The id of the channel that the bot posts to.'),
  snsTopic: z
    .string()
    .regex(
      /^arn:[a-z-]+:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/,
      'expected the ARN of a standard topic, such as arn:aws:sns:us-east-1:123456789012:audits',
    )
    .optional()
    .describe('ARN of an SNS topic that gets the message as well.'),
  snsFormat: z
    .enum(['text', 'amazon-q'], { error: 'expected text or amazon-q' })
    .default('text')
    .describe('Form of what is published: text for e-mail, amazon-q for Amazon Q Developer in chat applications.'),
  quietNights: z
    .string()
    .transform((text, context): readonly QuietRun[] => {
      const names = text.split(',').map((name) => name.trim());
      const known = QUIET_RUNS.filter((name) => names.includes(name));
      if (text === 'never' || known.length === new Set(names).size) return known;
      context.addIssue({ code: 'custom', message: `expected never, or a list of ${QUIET_RUNS.join(', ')}` });
      return z.NEVER;
    })
    .default([])
    .describe('Nights on which a message may wait: weekends, unchanged, or never.'),
  timeZone: z
    .string()
    .refine(isTimeZone, 'expected a time zone such as Europe/Berlin')
    .default('UTC')
    .describe('Time zone that decides when it is the weekend, such as Europe/Berlin.'),
};

type NotificationValues = z.output<z.ZodObject<typeof NOTIFICATION_FORMS>>;
type NotificationSettingName = keyof typeof NOTIFICATION_FORMS;

const SECRETS = [
  ['slackWebhookSecret', 'webhook', 'secretsmanager'],
  ['slackWebhookParameter', 'webhook', 'ssm'],
  ['slackTokenSecret', 'channel', 'secretsmanager'],
  ['slackTokenParameter', 'channel', 'ssm'],
] as const;

/** What is wrong with settings that are right each for itself: one sentence each. Holds no secret. */
export function notificationProblems(
  values: NotificationValues,
  nameOf: (setting: NotificationSettingName) => string,
): readonly string[] {
  const given = SECRETS.filter(([setting]) => values[setting] !== undefined);
  const exposed = given.filter(([setting]) => isCredential(values[setting] ?? ''));
  const byToken = given.some(([, kind]) => kind === 'channel');
  return [
    ...exposed.map(
      ([setting, kind]) =>
        `${nameOf(setting)} holds a ${kind === 'webhook' ? 'URL' : 'secret'} (not shown): expected the name or ARN of where the ${kind === 'webhook' ? 'URL' : 'token'} is stored`,
    ),
    ...(given.length > 1
      ? [`${given.map(([setting]) => nameOf(setting)).join(' and ')} are both set: expected one of them`]
      : []),
    ...(byToken && values.slackChannel === undefined
      ? [`${nameOf('slackChannel')} is not set: expected the id of the channel that the bot posts to`]
      : []),
    ...(!byToken && values.slackChannel !== undefined
      ? [
          `${nameOf('slackChannel')} is set without a bot's token: expected ${nameOf('slackTokenSecret')} or ${nameOf('slackTokenParameter')} with it`,
        ]
      : []),
  ];
}

/** The parsed form of settings in which `notificationProblems` finds none. */
export function notificationSettings(values: NotificationValues): NotificationSettings {
  const slack = slackOf(values);
  return {
    ...(slack && { slack }),
    ...(values.snsTopic !== undefined && { sns: { arn: values.snsTopic, format: values.snsFormat } }),
    quiet: { on: values.quietNights, timeZone: values.timeZone },
  };
}

/** As `notificationSettings`, of whatever texts are valid: a failure is reported even where the configuration is the failure. */
export function usableNotificationSettings(given: Readonly<Partial<Record<string, string>>>): NotificationSettings {
  const usable = Object.entries(NOTIFICATION_FORMS).flatMap(([setting, form]) => {
    const text = given[setting];
    const secret = SECRETS.some(([name]) => name === setting) && text !== undefined && isCredential(text);
    return text !== undefined && !secret && form.safeParse(text).success ? [[setting, text] as const] : [];
  });
  return notificationSettings(z.object(NOTIFICATION_FORMS).parse(Object.fromEntries(usable)));
}

/** True for text that is a credential rather than the name of where one is kept: it must not be shown. */
function isCredential(text: string): boolean {
  return text.includes('://') || looksSecret(text);
}

function slackOf(values: NotificationValues): SlackLocation | undefined {
  for (const [setting, kind, service] of SECRETS) {
    const name = values[setting];
    if (name === undefined) continue;
    const secret: SecretLocation =
      service === 'ssm' ? { kind: service, parameterName: name } : { kind: service, secretId: name };
    if (kind === 'webhook') return { kind, secret };
    if (values.slackChannel !== undefined) return { kind, secret, channel: values.slackChannel };
  }
  return undefined;
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}

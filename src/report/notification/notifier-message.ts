import type { AuditResult } from '../audit-result.ts';
import { headlineOf } from '../headline.ts';
import { slackMessage } from '../slack/slack-message.ts';
import { textMessage } from '../text/text-message.ts';
import { type AmazonQMessage, amazonQMessage } from './amazon-q-message.ts';
import type { FindingChanges } from './finding-changes.ts';
import { type OwnerMessage, ownerMessages } from './owner-messages.ts';

/** One message, in each form that a notifier may need. */
export interface NotifierMessage {
  /** One line of plain text: the subject of an e-mail. */
  readonly headline: string;
  /** For Slack, where blocks cannot be shown. */
  readonly text: string;
  /** Slack Block Kit blocks, JSON-serialisable. */
  readonly blocks: readonly unknown[];
  /** All of it as plain text: an e-mail. */
  readonly body: string;
  readonly amazonQ: AmazonQMessage;
  /** What concerns one owner each, for notifiers that have threads or channels. */
  readonly details: readonly OwnerMessage[];
}

/** The message of a run, in every form. */
export function auditMessage(
  result: AuditResult,
  changes: FindingChanges,
  channels: Readonly<Record<string, { readonly slackChannel: string }>> = {},
): NotifierMessage {
  const { text, blocks } = slackMessage(result, changes);
  return {
    headline: headlineOf(result, changes),
    text,
    blocks,
    body: textMessage(result, changes),
    amazonQ: amazonQMessage(result, changes),
    details: ownerMessages(result, changes, channels),
  };
}

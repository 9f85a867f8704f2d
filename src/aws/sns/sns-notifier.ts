import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { clip } from '../../base/format.ts';
import type { Incomplete } from '../../base/incomplete.ts';
import { stripControlCharacters } from '../../base/strip-control-characters.ts';
import type { SnsTopic } from '../../config/notification-settings.ts';
import type { Notifier, NotifierMessage } from '../../ports.ts';
import { toIncomplete } from '../client/aws-error.ts';
import { abortOptions, requireField } from '../client/call-api.ts';
import type { AwsSession } from '../client/session.ts';

/** "Publish", Amazon SNS API Reference: subjects are shorter than 100 characters. */
const LONGEST_SUBJECT = 99;

/** Publishes to an SNS topic, in the topic's own Region. Fails softly. */
export function createSnsNotifier(session: AwsSession, topic: SnsTopic): Notifier {
  const region = topic.arn.split(':')[3] ?? session.region;
  return {
    name: 'sns',
    async notify(message): Promise<readonly Incomplete[]> {
      const request = new PublishCommand({ TopicArn: topic.arn, ...inputOf(message, topic.format) });
      try {
        // A garbled answer is not asked for again: the message may have been published.
        const answer = await session.client(SNSClient, region).send(request, abortOptions(session.signal));
        requireField(answer.MessageId, 'MessageId');
        return [];
      } catch (error) {
        return [
          toIncomplete(`SNS message to ${topic.arn}`, error, { action: 'sns:Publish', region, resource: topic.arn }),
        ];
      }
    },
  };
}

function inputOf(message: NotifierMessage, format: SnsTopic['format']): { Subject?: string; Message: string } {
  // A subject is no part of what Amazon Q Developer reads.
  if (format === 'amazon-q') return { Message: JSON.stringify(message.amazonQ) };
  return { Subject: subjectOf(message.headline), Message: message.body };
}

/** What an e-mail's subject may be: ASCII of one line that begins with a letter, a digit or punctuation. */
export function subjectOf(headline: string): string {
  const ascii = stripControlCharacters(headline)
    .replace(/[\u2012-\u2015\u2212]/g, '-')
    .replace(/[^\x20-\x7e]/g, '')
    .trim();
  return clip(ascii, LONGEST_SUBJECT).replace(/…$/, '') || 'ECS roles';
}

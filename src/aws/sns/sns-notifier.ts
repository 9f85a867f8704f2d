import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { assertNever } from '../../base/assert-never.ts';
import { clip } from '../../base/format.ts';
import { stripControlCharacters } from '../../base/strip-control-characters.ts';
import type { SnsTopic } from '../../config/notification-settings.ts';
import type { Delivery, Notifier, NotifierMessage } from '../../ports.ts';
import { deadlineOf, type RetryBudget, type SendFailure, sendWithRetry } from '../../send-with-retry.ts';
import {
  type AwsCall,
  describeAwsError,
  kindOfAwsError,
  missingPermission,
  neverConnected,
  statusOfAwsError,
} from '../client/aws-error.ts';
import { abortOptions, requireField } from '../client/call-api.ts';
import type { AwsSession, ClientSettings } from '../client/session.ts';

/** "Publish", Amazon SNS API Reference: subjects are shorter than 100 characters. */
const LONGEST_SUBJECT = 99;

/** Sends each request once: the SDK would publish again what may have been published. */
class PatientSns extends SNSClient {
  constructor(settings: ClientSettings) {
    super({ ...settings, maxAttempts: 1 });
  }
}

/** Publishes to an SNS topic, in the topic's own Region. Fails softly, and never publishes again what may have arrived. */
export function createSnsNotifier(session: AwsSession, topic: SnsTopic, options: RetryBudget = {}): Notifier {
  const region = topic.arn.split(':')[3] ?? session.region;
  const call: AwsCall = { action: 'sns:Publish', region, resource: topic.arn };
  return {
    name: 'sns',
    async notify(message): Promise<Delivery> {
      const request = new PublishCommand({ TopicArn: topic.arn, ...inputOf(message, topic.format) });
      let last: unknown;
      const sent = await sendWithRetry(
        async () => {
          const answer = await session.client(PatientSns, region).send(request, abortOptions(session.signal));
          return requireField(answer.MessageId, 'MessageId');
        },
        (error) => {
          last = error;
          return failureOf(error, call);
        },
        { deadline: deadlineOf(options), signal: session.signal },
      );
      if (sent.outcome === 'delivered') return { outcome: 'delivered', incomplete: [] };
      const missing = missingPermission(last, call);
      const incomplete = { what: `SNS message to ${topic.arn}`, why: sent.why, ...(missing && { missing }) };
      return { outcome: sent.outcome, incomplete: [incomplete] };
    },
  };
}

const MAY_HAVE_ARRIVED = 'so the message may or may not have arrived';

function failureOf(error: unknown, call: AwsCall): SendFailure {
  const why = describeAwsError(error, call);
  const kind = kindOfAwsError(error);
  switch (kind) {
    case 'network':
      return neverConnected(error)
        ? { why, kind: 'retry' }
        : { why: `No answer on ${call.action} in ${call.region}, ${MAY_HAVE_ARRIVED}`, kind: 'unclear' };
    case 'malformed':
    case 'aborted':
      return { why: `${why}, ${MAY_HAVE_ARRIVED}`, kind: 'unclear' };
    case 'server':
      // A gateway that gave up waiting does not know what became of the request.
      return statusOfAwsError(error) === 504
        ? { why: `${why}, ${MAY_HAVE_ARRIVED}`, kind: 'unclear' }
        : { why, kind: 'retry' };
    case 'throttled':
      return { why, kind: 'retry' };
    case 'credentials':
    case 'denied':
    case 'other':
      return { why, kind: 'refused' };
    default:
      return assertNever(kind);
  }
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

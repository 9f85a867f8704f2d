import type { SandboxService } from '../service.ts';
import { stableUuid } from '../stable-id.ts';
import { AwsError } from '../wire/aws-error.ts';
import { queryService } from '../wire/query-service.ts';

const LONGEST_SUBJECT = 100;
const LONGEST_MESSAGE = 262_144;

/** Amazon SNS: publishing to a topic of the account ("Publish", Amazon SNS API Reference). */
export const sns: SandboxService = withErrorsOfSns(
  queryService({
    name: 'sns',
    namespace: 'http://sns.amazonaws.com/doc/2010-03-31/',
    dialect: 'awsQuery',
    operations: {
      Publish(fields, call) {
        const topicArn = fields.requiredText('TopicArn');
        const message = fields.text('Message') ?? '';
        const subject = fields.text('Subject');
        if (topicArn.split(':')[3] !== call.region) throw invalid('TopicArn');
        if (!call.account.topics.includes(topicArn)) throw new AwsError('NotFound', 'Topic does not exist', 404);
        if (message === '') throw invalid('Empty message');
        if (Buffer.byteLength(message) > LONGEST_MESSAGE) throw invalid('Message too long');
        if (subject !== undefined && !isSubject(subject)) throw invalid('Subject');
        call.state.topicMessages.push({ topicArn, ...(subject !== undefined && { subject }), message });
        return { MessageId: stableUuid(`${topicArn} ${call.state.topicMessages.length}`) };
      },
    },
  }),
);

function invalid(what: string): AwsError {
  return new AwsError('InvalidParameter', `Invalid parameter: ${what}`);
}

/** One line of ASCII that begins with a letter, a digit or punctuation. */
function isSubject(text: string): boolean {
  return text.length <= LONGEST_SUBJECT && /^[\x21-\x7e][\x20-\x7e]*$/.test(text);
}

function withErrorsOfSns(service: SandboxService): SandboxService {
  return {
    ...service,
    usual: {
      throttled: () => new AwsError('Throttled', 'Rate exceeded', 429),
      failed: () => new AwsError('InternalError', 'The service failed to answer', 500),
      denied: (message) => new AwsError('AuthorizationError', message, 403),
    },
  };
}

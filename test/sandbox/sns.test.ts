import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emptyAccount } from '../../src/sandbox/sandbox-account.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';

const ARN = 'arn:aws:sns:eu-west-1:418295736412:audits';

describe('SNS', () => {
  let sandbox: Sandbox;
  let client: SNSClient;

  beforeEach(async () => {
    const account = emptyAccount({ now: 0, regions: ['us-east-1', 'eu-west-1'] });
    account.topics.push(ARN);
    sandbox = await startSandbox({ account, limits: false });
    const credentials = { accessKeyId: 'AKIASANDBOX', secretAccessKey: 'sandbox' };
    client = new SNSClient({ endpoint: sandbox.endpoint, region: 'eu-west-1', maxAttempts: 1, credentials });
  });
  afterEach(async () => {
    client.destroy();
    await sandbox.close();
  });

  const publish = (over: object) => client.send(new PublishCommand({ TopicArn: ARN, Message: 'hello', ...over }));

  it('publishes up to 256 KB with a subject of up to 100 characters', async () => {
    const message = { Subject: 'x'.repeat(100), Message: 'é'.repeat(131_072) };
    expect(await publish(message)).toMatchObject({ MessageId: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    expect(sandbox.state.topicMessages).toEqual([
      { topicArn: ARN, subject: message.Subject, message: message.Message },
    ]);
  });

  it.each([
    ['one byte more', { Message: `${'é'.repeat(131_072)}x` }, 'InvalidParameter'],
    ['an empty message', { Message: '' }, 'InvalidParameter'],
    ['a subject of 101 characters', { Subject: 'x'.repeat(101) }, 'InvalidParameter'],
    ['a subject of two lines', { Subject: 'a\nb' }, 'InvalidParameter'],
    ['a subject that is not ASCII', { Subject: 'naïve' }, 'InvalidParameter'],
    ['a topic that does not exist', { TopicArn: `${ARN}x` }, 'NotFound'],
    ['a topic of another Region', { TopicArn: ARN.replace('eu-west-1', 'us-east-1') }, 'InvalidParameter'],
  ])('refuses %s', async (_what, over, name) => {
    await expect(publish(over)).rejects.toMatchObject({ name: expect.stringContaining(name) });
    expect(sandbox.state.topicMessages).toEqual([]);
  });

  it('refuses without the permission, by the name that SNS has for it', async () => {
    sandbox.injectFault({ service: 'sns', kind: 'accessDenied' });
    await expect(publish({})).rejects.toMatchObject({ name: expect.stringContaining('AuthorizationError') });
  });
});

import { describe, expect, test } from 'vitest';
import { readSecret } from '../../src/aws/secrets/read-secret.ts';
import { createSnsNotifier } from '../../src/aws/sns/sns-notifier.ts';
import type { FaultRule } from '../../src/sandbox/fault.ts';
import type { SandboxAccount } from '../../src/sandbox/sandbox-account.ts';
import { createSlackChannelNotifier } from '../../src/slack/slack-channel-notifier.ts';
import { parseSlackToken } from '../../src/slack/slack-token.ts';
import { notifierMessage } from '../support/notifier-message.ts';
import { sandboxSession } from '../support/sandbox-session.ts';
import { SMALL_CHANNEL, SMALL_TOKEN, smallAccount } from '../support/small-account.ts';

const NOW = Date.UTC(2026, 10, 22, 3);
const SECRET = { kind: 'secretsmanager', secretId: 'ecs-role-auditor/slack-token' } as const;
const DELIVERED = { outcome: 'delivered', incomplete: [] };
const OWN_CHANNEL = 'C0PAYMENTS1';

function account(): SandboxAccount {
  const one = smallAccount(NOW).account;
  one.slackChannels.push({ id: OWN_CHANNEL, member: true });
  return one;
}

function detail(owner: string, channel?: string) {
  const text = `${owner}: 2 open findings`;
  const blocks = [{ type: 'section' as const, text: { type: 'mrkdwn' as const, text } }];
  return { owner, text, blocks, ...(channel !== undefined && { channel }) };
}

async function slack(faults: readonly FaultRule[] = [], options = {}, channel = SMALL_CHANNEL) {
  const { sandbox, session } = await sandboxSession({ account: account(), limits: false, faults }, { maxAttempts: 1 });
  const notifier = createSlackChannelNotifier(() => readSecret(session, SECRET, parseSlackToken), channel, options);
  return { sandbox, notifier };
}

describe('createSlackChannelNotifier', () => {
  test('posts the message, then the details: below it, or into the channel of their owner', async () => {
    const { sandbox, notifier } = await slack();
    const details = [detail('checkout'), detail('payments', OWN_CHANNEL)];
    expect(await notifier.notify(notifierMessage({ details }))).toEqual(DELIVERED);
    const [first, ...replies] = sandbox.state.slackMessages;
    expect(first).toMatchObject({ channel: SMALL_CHANNEL, text: 'Nightly audit', blocks: notifierMessage().blocks });
    expect(replies.map(({ channel, threadTs, text }) => ({ channel, threadTs, text }))).toEqual([
      { channel: SMALL_CHANNEL, threadTs: first?.ts, text: 'checkout: 2 open findings' },
      { channel: OWN_CHANNEL, threadTs: undefined, text: 'payments: 2 open findings' },
    ]);
  });

  test("keeps to Slack's one message a second for each channel", async () => {
    const { sandbox, session } = await sandboxSession({ account: account() });
    const notifier = createSlackChannelNotifier(() => readSecret(session, SECRET, parseSlackToken), SMALL_CHANNEL);
    const details = Array.from({ length: 4 }, (_, place) => detail(`owner-${place}`));
    expect(await notifier.notify(notifierMessage({ details }))).toEqual(DELIVERED);
    expect(sandbox.calls.filter(({ status }) => status === 429)).toEqual([]);
    expect(sandbox.state.slackMessages).toHaveLength(5);
  });

  test('waits as long as Retry-After says', async () => {
    const { sandbox, notifier } = await slack([{ service: 'slack-api', kind: 'throttle', times: 1 }]);
    const started = performance.now();
    expect(await notifier.notify(notifierMessage())).toEqual(DELIVERED);
    expect(performance.now() - started).toBeGreaterThanOrEqual(990);
    expect(sandbox.state.slackMessages).toHaveLength(1);
  });

  test('does not wait longer than its budget, and the program can end', async () => {
    const { notifier } = await slack([{ service: 'slack-api', kind: 'throttle' }], { timeLeft: () => 300 });
    expect(await notifier.notify(notifierMessage())).toEqual({
      outcome: 'refused',
      incomplete: [
        {
          what: `Slack message to ${SMALL_CHANNEL}`,
          why: 'Slack answered 429 (ratelimited); the next attempt would have come too late, in 1 s',
        },
      ],
    });
  });

  test('ends when the run does', async () => {
    const signal = AbortSignal.timeout(100);
    const { notifier } = await slack([{ service: 'slack-api', kind: 'throttle' }], { signal });
    const {
      incomplete: [incomplete],
    } = await notifier.notify(notifierMessage());
    expect(incomplete?.why).toMatch(/the run's deadline came/);
  });

  test.each([
    ['throttle', 'delivered', 1],
    ['slow', 'delivered', 1],
    // Slack says of its internal_error that part of the operation may have succeeded.
    ['serverError', 'unclear', 0],
    ['reset', 'unclear', 0],
    ['truncated', 'unclear', 1],
    ['malformed', 'unclear', 1],
  ] as const)('meets one %s: %s', async (kind, outcome, messages) => {
    const { sandbox, notifier } = await slack([{ service: 'slack-api', kind, times: 1, delayMs: 50 }]);
    const delivery = await notifier.notify(notifierMessage());
    expect([delivery.outcome, delivery.incomplete.length]).toEqual([outcome, outcome === 'delivered' ? 0 : 1]);
    expect(sandbox.state.slackMessages).toHaveLength(messages);
  });

  test('does not post again what may have arrived after the time-out', async () => {
    const { sandbox, notifier } = await slack([{ service: 'slack-api', kind: 'slow', delayMs: 500 }], { timeout: 50 });
    expect((await notifier.notify(notifierMessage())).outcome).toBe('unclear');
    expect(sandbox.state.slackMessages).toHaveLength(1);
  });

  test.each(['serverError', 'reset', 'truncated', 'malformed', 'throttle', 'accessDenied'] as const)(
    'names what was lost for good by %s, and never the token',
    async (kind) => {
      const { notifier } = await slack([{ service: 'slack-api', kind }], { timeLeft: () => 2_000 });
      const { outcome, incomplete } = await notifier.notify(notifierMessage());
      expect(outcome).toBe(['throttle', 'accessDenied'].includes(kind) ? 'refused' : 'unclear');
      expect(incomplete).toMatchObject([{ what: `Slack message to ${SMALL_CHANNEL}` }]);
      expect(JSON.stringify(incomplete)).not.toMatch(/canary|127\.0\.0\.1/);
    },
  );

  test('posts plain text where Slack refuses the blocks, in a thread, too', async () => {
    const { sandbox, notifier } = await slack();
    const refused = {
      ...detail('checkout'),
      blocks: [{ type: 'section' as const, text: { type: 'mrkdwn' as const, text: '' } }],
    };
    const { outcome, incomplete } = await notifier.notify(notifierMessage({ details: [refused] }));
    const why = 'Slack refused (invalid_blocks), so it was sent as plain text';
    expect([outcome, incomplete]).toEqual([
      'delivered',
      [{ what: `Slack message for checkout to ${SMALL_CHANNEL}`, why }],
    ]);
    expect(sandbox.state.slackMessages[1]).toMatchObject({ text: 'checkout: 2 open findings', blocks: [] });
  });

  test.each([
    ['C0000000000', 'Slack refused (channel_not_found): give the id of a channel that the app can see'],
    ['C0NOMEMBER1', 'Slack refused (not_in_channel): invite the app to the channel'],
  ])('says what to do about channel %s', async (channel, why) => {
    const one = account();
    one.slackChannels.push({ id: 'C0NOMEMBER1', member: false });
    const { session } = await sandboxSession({ account: one, limits: false });
    const notifier = createSlackChannelNotifier(() => readSecret(session, SECRET, parseSlackToken), channel);
    const {
      incomplete: [incomplete],
    } = await notifier.notify(notifierMessage({ details: [detail('checkout')] }));
    expect(incomplete?.why).toContain(why);
  });

  test("what an owner's channel does not take goes into the thread, with the reason", async () => {
    const { sandbox, notifier } = await slack();
    const details = [detail('gone', 'C0GONE00000'), detail('checkout')];
    expect(await notifier.notify(notifierMessage({ details }))).toEqual(DELIVERED);
    const [first, ...replies] = sandbox.state.slackMessages;
    expect(replies.map(({ threadTs, text }) => [threadTs, text])).toEqual([
      [first?.ts, 'gone: 2 open findings'],
      [first?.ts, 'checkout: 2 open findings'],
    ]);
    expect(JSON.stringify(replies[0]?.blocks)).toContain(
      "The owner's channel C0GONE00000 did not get this: Slack refused (channel_not_found)",
    );
    expect(JSON.stringify(replies[1]?.blocks)).not.toContain('did not get this');
  });

  test('what not even the thread takes is lost, and named', async () => {
    const { sandbox, notifier } = await slack();
    const tooLong = { ...detail('gone', 'C0GONE00000'), blocks: [], text: 'x'.repeat(40_001) };
    // The message itself is there: its readers were told.
    expect(await notifier.notify(notifierMessage({ details: [tooLong] }))).toMatchObject({
      outcome: 'unclear',
      incomplete: [{ what: 'Slack message for gone to C0GONE00000', why: expect.stringContaining('msg_too_long') }],
    });
    expect(sandbox.state.slackMessages).toHaveLength(1);
  });
});

describe('createSnsNotifier', () => {
  const topic = (accountId: string) => `arn:aws:sns:eu-west-1:${accountId}:audits`;

  async function sns(format: 'text' | 'amazon-q', faults: readonly FaultRule[] = []) {
    const { sandbox, session } = await sandboxSession(
      { account: account(), faults },
      { maxAttempts: 2, requestTimeout: 400 },
    );
    const arn = topic(sandbox.account.accountId);
    return { sandbox, arn, notifier: createSnsNotifier(session, { arn, format }) };
  }

  test("publishes an e-mail in the topic's own Region", async () => {
    const { sandbox, arn, notifier } = await sns('text');
    expect(await notifier.notify(notifierMessage())).toEqual(DELIVERED);
    const { headline, body } = notifierMessage();
    expect(sandbox.state.topicMessages).toEqual([{ topicArn: arn, subject: headline, message: body }]);
    expect(sandbox.calls).toMatchObject([{ service: 'sns', operation: 'Publish', region: 'eu-west-1' }]);
  });

  test('publishes a custom notification of Amazon Q Developer, without a subject', async () => {
    const { sandbox, arn, notifier } = await sns('amazon-q');
    expect(await notifier.notify(notifierMessage())).toEqual(DELIVERED);
    const message = JSON.stringify(notifierMessage().amazonQ);
    expect(sandbox.state.topicMessages).toEqual([{ topicArn: arn, message }]);
  });

  test('makes a subject of whatever headline', async () => {
    const { sandbox, notifier } = await sns('text');
    for (const headline of ['⚠️ naïve – “audit”\r\nBcc: x', '', '🔴'.repeat(200), `${'y'.repeat(300)}`]) {
      expect(await notifier.notify(notifierMessage({ headline }))).toEqual(DELIVERED);
    }
    expect(sandbox.state.topicMessages.map(({ subject }) => subject)).toEqual([
      'nave - audit Bcc: x',
      'ECS roles',
      'ECS roles',
      'y'.repeat(98),
    ]);
  });

  test.each(['serverError', 'reset', 'truncated', 'malformed', 'throttle', 'accessDenied'] as const)(
    'names what was lost by %s',
    async (kind) => {
      const { arn, notifier } = await sns('text', [{ service: 'sns', kind }]);
      expect(await notifier.notify(notifierMessage())).toMatchObject({
        outcome: ['reset', 'truncated', 'malformed'].includes(kind) ? 'unclear' : 'refused',
        incomplete: [{ what: `SNS message to ${arn}`, why: expect.stringContaining('sns:Publish in eu-west-1') }],
      });
    },
  );

  test.each(['malformed', 'truncated', 'slow'] as const)(
    'publishes once, also where the answer is %s',
    async (kind) => {
      const { sandbox, notifier } = await sns('text', [{ service: 'sns', kind, delayMs: 1_000 }]);
      expect((await notifier.notify(notifierMessage())).outcome).toBe('unclear');
      expect(sandbox.state.topicMessages).toHaveLength(1);
    },
  );

  test('gets over a service that fails once', async () => {
    const { sandbox, notifier } = await sns('text', [{ service: 'sns', kind: 'serverError', times: 1 }]);
    expect(await notifier.notify(notifierMessage())).toEqual(DELIVERED);
    expect(sandbox.state.topicMessages).toHaveLength(1);
  });

  test('names a topic that does not exist', async () => {
    const { session } = await sandboxSession({ account: account() });
    const notifier = createSnsNotifier(session, { arn: `${topic('418295736412')}-gone`, format: 'text' });
    expect(await notifier.notify(notifierMessage())).toMatchObject({
      outcome: 'refused',
      incomplete: [{ why: expect.stringContaining('NotFound') }],
    });
  });
});

test('no token, no word of it', async () => {
  const { session } = await sandboxSession({ account: account() });
  const missing = await readSecret(session, { kind: 'ssm', parameterName: '/gone' }, parseSlackToken);
  expect(missing).toMatchObject({ ok: false, problem: expect.stringContaining('Cannot read parameter "/gone"') });
  expect(await readSecret(session, SECRET, parseSlackToken)).toMatchObject({ ok: true, value: { token: SMALL_TOKEN } });
});
